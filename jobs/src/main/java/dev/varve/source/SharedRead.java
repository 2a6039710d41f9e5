package dev.varve.source;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One stream of rows that several tasks take from in turn. Each part ends after its share, but the last, which takes all
 * that is left; which rows a part gets depends on who asks first.
 */
final class SharedRead {
    private static final int BATCH = 1_000;

    private final int parts;
    private final int share;
    private final Supplier<Iterator<Row>> source;
    private final BitSet lent = new BitSet();
    private @Nullable Iterator<Row> rows;

    /**
     * @param parts how many iterators will be asked for
     * @param share the rows of each but the last
     * @param source opens the stream, when the first row is asked for
     */
    SharedRead(int parts, int share, Supplier<Iterator<Row>> source) {
        this.parts = parts;
        this.share = share;
        this.source = source;
    }

    /** The rows of one part, numbered from 0; each can be had once. */
    synchronized Iterator<Row> part(int number) {
        if (lent.get(number)) {
            throw new IllegalStateException("Part " + number + " of a source read was computed twice");
        }
        lent.set(number);
        return new Part(number == parts - 1 ? Long.MAX_VALUE : share);
    }

    /** Up to a batch of rows, at most so many; fewer than asked for means that the stream is at its end. */
    private synchronized Queue<Row> take(long most) {
        if (rows == null) {
            rows = source.get();
        }
        Queue<Row> batch = new ArrayDeque<>(BATCH);
        while (batch.size() < Math.min(BATCH, most) && rows.hasNext()) {
            batch.add(rows.next());
        }
        return batch;
    }

    /** What one task sees. */
    private final class Part implements Iterator<Row> {
        private Queue<Row> batch = new ArrayDeque<>();
        private long left;

        Part(long left) {
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            if (batch.isEmpty() && left > 0) {
                batch = take(left);
                left = batch.isEmpty() ? 0 : left - batch.size();
            }
            return !batch.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return batch.remove();
        }
    }
}
