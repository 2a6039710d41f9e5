package dev.varve.warehouse;

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

    /** A text holds a NUL character. The server would say so too, of a row that it does not name. */
    static final class NulException extends SQLException {
        private static final String NO_SUCH_CHARACTER = "22021";

        private final Row row;
        private final int column;

        private NulException(Row row, int column) {
            super("a text in column " + (column + 1) + " holds a NUL character", NO_SUCH_CHARACTER);
            this.row = row;
            this.column = column;
        }

        /** The text's column, from 0. */
        int column() {
            return column;
        }

        /** What another column of that row holds. */
        String value(int other) {
            return String.valueOf(row.get(other));
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
    static String line(Row row) throws NulException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                line.append('\t');
            }
            if (row.get(i) instanceof String text && text.indexOf('\0') >= 0) {
                throw new NulException(row, i);
            }
            append(line, row.get(i));
        }
        return line.append('\n').toString();
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
