package dev.varve.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.report.DisplayText;
import dev.varve.source.QueryRows;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under a header, numbers to the right. The first rows say how wide a column is; a later text that is wider pushes its
 * line's rest to the right, and is not cut.
 */
final class TablePrinter implements RowPrinter {
    private static final int PAGE = 500;
    private static final String GAP = "  ";

    private final List<String> header;
    private final List<Boolean> numbers = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final List<List<String>> page = new ArrayList<>();
    private final PrintWriter out;
    private boolean measured;

    TablePrinter(QueryRows rows, PrintWriter out) {
        this.out = out;
        this.header = rows.columns().stream().map(DisplayText::shown).toList();
        for (int i = 0; i < header.size(); i++) {
            numbers.add(rows.isNumber(i));
        }
    }

    @Override
    public void begin() {
        // the header waits for its widths
    }

    @Override
    public void row(List<JsonNode> values) {
        List<String> row = values.stream()
                .map(value -> RowPrinter.text(value).map(DisplayText::shown).orElse("NULL"))
                .toList();
        if (measured) {
            print(row);
            return;
        }
        page.add(row);
        if (page.size() == PAGE) {
            printPage();
        }
    }

    @Override
    public void end() {
        if (!measured) {
            printPage();
        }
    }

    private void printPage() {
        for (int i = 0; i < header.size(); i++) {
            int width = DisplayText.width(header.get(i));
            for (List<String> row : page) {
                width = Math.max(width, DisplayText.width(row.get(i)));
            }
            widths.add(width);
        }
        measured = true;
        print(header);
        print(widths.stream().map("-"::repeat).toList());
        page.forEach(this::print);
        page.clear();
    }

    private void print(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            String padding = " ".repeat(Math.max(0, widths.get(i) - DisplayText.width(cell)));
            line.append(i == 0 ? "" : GAP).append(numbers.get(i) ? padding + cell : cell + padding);
        }
        out.print(line.toString().stripTrailing() + "\n");
    }
}
