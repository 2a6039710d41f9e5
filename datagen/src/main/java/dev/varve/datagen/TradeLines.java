package dev.varve.datagen;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.Objects;

/**
 * Transactions as the lines that {@link #FORMAT} describes to LOAD DATA. They are drawn as somebody reads, some hundred at a
 * time.
 */
final class TradeLines extends InputStream {
    /**
     * A tab ends a column, a new line ends a row, a backslash goes before one that does not, and {@code \N} is NULL. In
     * hexadecimal, so that it says the same in every sql_mode.
     */
    static final String FORMAT =
            "CHARACTER SET utf8mb4 FIELDS TERMINATED BY 0x09 ESCAPED BY 0x5C LINES TERMINATED BY 0x0A";

    private static final int ROWS_AT_ONCE = 500;

    private final Iterator<Trade> trades;
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private byte[] lines = {};
    private int position;
    private int taken;

    /** Of the transactions that are left, at most so many. */
    TradeLines(Iterator<Trade> trades, int most) {
        this.trades = trades;
        this.most = most;
    }

    /** How many rows were read. */
    int taken() {
        return taken;
    }

    @Override
    public int read() {
        return filled() ? lines[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!filled()) {
            return -1;
        }
        int size = Math.min(length, lines.length - position);
        System.arraycopy(lines, position, target, offset, size);
        position += size;
        return size;
    }

    /** Whether there is a byte to read; draws more transactions where all were read. */
    private boolean filled() {
        if (position < lines.length) {
            return true;
        }
        text.setLength(0);
        for (int i = 0; i < ROWS_AT_ONCE && taken < most && trades.hasNext(); i++) {
            append(trades.next());
            taken++;
        }
        lines = text.toString().getBytes(StandardCharsets.UTF_8);
        position = 0;
        return lines.length > 0;
    }

    private void append(Trade trade) {
        text.append(trade.transactionId()).append('\t');
        if (trade.userId().isPresent()) {
            text.append(trade.userId().getAsInt());
        } else {
            text.append("\\N");
        }
        text.append('\t');
        appendEscaped(trade.stockId());
        text.append('\t').append(trade.quantity()).append('\t');
        append(trade.at());
        text.append('\n');
    }

    private void appendEscaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\', '\t', '\n' -> text.append('\\').append(c);
                case '\0' -> text.append("\\0");
                default -> text.append(c);
            }
        }
    }

    private void append(LocalDateTime at) {
        text.append(at.toLocalDate());
        appendPair(' ', at.getHour());
        appendPair(':', at.getMinute());
        appendPair(':', at.getSecond());
    }

    private void appendPair(char before, int number) {
        text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
