package dev.varve.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows as RFC 4180 has them, with the line ends of Unix. */
final class CsvPrinter implements RowPrinter {
    private static final Pattern SPECIAL = Pattern.compile("[\",\\r\\n]|^\\s|\\s$");

    private final List<String> columns;
    private final PrintWriter out;

    CsvPrinter(List<String> columns, PrintWriter out) {
        this.columns = columns;
        this.out = out;
    }

    @Override
    public void begin() {
        out.print(columns.stream().map(CsvPrinter::field).collect(Collectors.joining(",")) + "\n");
    }

    @Override
    public void row(List<JsonNode> values) {
        out.print(values.stream()
                        .map(value ->
                                RowPrinter.text(value).map(CsvPrinter::field).orElse(""))
                        .collect(Collectors.joining(","))
                + "\n");
    }

    @Override
    public void end() {
        // nothing follows the last row
    }

    private static String field(String text) {
        return text.isEmpty() || SPECIAL.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
