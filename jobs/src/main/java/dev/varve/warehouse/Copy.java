package dev.varve.warehouse;

import dev.varve.pipeline.VarveException;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams rows into a table of the current transaction by COPY in text format. */
final class Copy {
    private static final int CHUNK = 1 << 16;

    private Copy() {}

    /**
     * Copies all rows, in the order of the columns given.
     *
     * @param progress is told now and then how many rows more were sent
     * @return how many
     */
    static long into(Connection connection, String table, String columns, Iterator<Row> rows, LongConsumer progress)
            throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + columns + ") FROM STDIN");
        try {
            long sent = 0;
            ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * CHUNK);
            while (rows.hasNext()) {
                buffer.writeBytes(line(rows.next()).getBytes(StandardCharsets.UTF_8));
                sent++;
                if (buffer.size() >= CHUNK) {
                    flush(copy, buffer);
                    progress.accept(sent);
                    sent = 0;
                }
            }
            flush(copy, buffer);
            return copy.endCopy();
        } catch (SQLException | RuntimeException e) {
            cancel(copy, e);
            throw e;
        }
    }

    private static void cancel(CopyIn copy, Exception cause) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void flush(CopyIn copy, ByteArrayOutputStream buffer) throws SQLException {
        copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
        buffer.reset();
    }

    /** A row in COPY's text format. */
    static String line(Row row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                line.append('\t');
            }
            if (row.get(i) instanceof String text && text.indexOf('\0') >= 0) {
                throw nul(row, i);
            }
            append(line, row.get(i));
        }
        return line.append('\n').toString();
    }

    private static VarveException nul(Row row, int column) {
        String name =
                row.schema() == null ? "number " + (column + 1) : row.schema().fieldNames()[column];
        return VarveException.refused(
                "Cannot load column " + name + ": a text in it holds a NUL character, which Postgres"
                        + " cannot keep. Take it out in the model, by replace(" + name + ", char(0), '')."
                        + " Nothing of this interval was loaded.");
    }

    private static void append(StringBuilder line, @Nullable Object value) {
        if (value == null) {
            line.append("\\N");
        } else if (value instanceof byte[] bytes) {
            line.append("\\\\x").append(HexFormat.of().formatHex(bytes));
        } else if (value instanceof BigDecimal number) {
            line.append(number.toPlainString());
        } else {
            escape(line, value.toString()); // numbers, booleans and ISO 8601 times as Postgres reads them
        }
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }
}
