package dev.varve.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.source.QueryRows;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Writes rows one after the other, as they come. */
interface RowPrinter {
    /** How rows are written; the names are as they are typed. */
    enum Format {
        /** Aligned columns for people; no value is cut, and NULL and control characters are shown. */
        table,
        /** RFC 4180 with a header: NULL is an empty field, an empty text is {@code ""}. */
        csv,
        /** One array of objects, one a line. */
        json
    }

    /** Before the first row. */
    void begin();

    /** One row, a value for each column. */
    void row(List<JsonNode> values);

    /** After the last row. */
    void end();

    /** A printer for these rows. */
    static RowPrinter of(Format format, QueryRows rows, PrintWriter out) {
        return switch (format) {
            case table -> new TablePrinter(rows, out);
            case csv -> new CsvPrinter(rows.columns(), out);
            case json -> new JsonPrinter(rows.columns(), out);
        };
    }

    /** A value as text; empty for NULL. */
    static Optional<String> text(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText());
    }
}
