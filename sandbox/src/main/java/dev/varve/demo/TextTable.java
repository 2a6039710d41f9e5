package dev.varve.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows of text under a header, each column as wide as its widest text, within 100 characters; numbers to the right. */
final class TextTable {
    private static final int WIDEST_LINE = 100;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.,]+");
    private static final String GAP = "  ";

    private final List<String> header;
    private final int elastic;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param elastic the column whose texts are cut where a line would be too long
     */
    TextTable(List<String> header, int elastic) {
        this.header = List.copyOf(header);
        this.elastic = elastic;
    }

    void add(List<String> row) {
        rows.add(List.copyOf(row));
    }

    /** The header and the rows. */
    List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        int total = GAP.length() * (header.size() - 1);
        for (int i = 0; i < header.size(); i++) {
            widths.add(width(i));
            total += widths.get(i);
        }
        widths.set(elastic, widths.get(elastic) - Math.max(0, total - WIDEST_LINE));
        List<String> lines = new ArrayList<>(List.of(line(header, widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(header.get(column).length(), Math::max);
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cut(cells.get(i), widths.get(i));
            String padding = " ".repeat(widths.get(i) - cell.length());
            line.append(i == 0 ? "" : GAP).append(NUMBER.matcher(cell).matches() ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 2) + "..";
    }
}
