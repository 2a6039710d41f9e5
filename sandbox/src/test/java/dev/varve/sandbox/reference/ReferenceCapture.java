package dev.varve.sandbox.reference;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What the nights know of one table, and how they find what changed (design, section 3, and the first part of section 4). */
final class ReferenceCapture<K extends Comparable<K>, R extends SourceRow> {
    static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final Function<Instant, Object> period;
    private final SortedMap<K, R> known = new TreeMap<>();
    private Optional<Instant> watermark = Optional.empty();
    private Optional<Object> periodOfLastComplete = Optional.empty();

    /**
     * A table that was never read.
     *
     * @param period what a read point falls into, if one complete read in each is enough
     */
    ReferenceCapture(Function<Instant, Object> period) {
        this.period = period;
    }

    /**
     * A change that a night found.
     *
     * @param before the row as it was known
     * @param after the row as it is; empty for a delete
     */
    record Change<K, R>(K key, Optional<R> before, Optional<R> after, Instant effective, String precision) {}

    /**
     * One night's read.
     *
     * @param counts read, inserted, updated, deleted and unchanged rows as one text
     */
    record Read<K, R>(List<Change<K, R>> changes, String counts) {}

    Read<K, R> read(SortedMap<K, R> source, Optional<Instant> previousReadPoint, Instant readPoint) {
        boolean complete = watermark.isEmpty() || !periodOfLastComplete.equals(Optional.of(period.apply(readPoint)));
        SortedMap<K, R> rows = new TreeMap<>(source);
        if (complete) {
            periodOfLastComplete = Optional.of(period.apply(readPoint));
        } else {
            Instant from = watermark.orElseThrow().minus(OVERLAP);
            rows.values()
                    .removeIf(row ->
                            row.cursor().filter(cursor -> cursor.isBefore(from)).isPresent());
        }
        List<Change<K, R>> changes = new ArrayList<>();
        rows.forEach((key, row) -> {
            Optional<R> before = Optional.ofNullable(known.get(key));
            if (!before.equals(Optional.of(row))) {
                changes.add(stamped(key, before, row, complete, previousReadPoint, readPoint));
            }
        });
        int unchanged = rows.size() - changes.size();
        if (complete) {
            known.forEach((key, row) -> {
                if (!source.containsKey(key)) {
                    changes.add(new Change<>(key, Optional.of(row), Optional.empty(), readPoint, "interval"));
                }
            });
        }
        changes.forEach(change ->
                change.after().ifPresentOrElse(row -> known.put(change.key(), row), () -> known.remove(change.key())));
        advance(rows, readPoint);
        return new Read<>(changes, counts(rows.size(), changes, unchanged));
    }

    private Change<K, R> stamped(
            K key,
            Optional<R> before,
            R row,
            boolean complete,
            Optional<Instant> previousReadPoint,
            Instant readPoint) {
        if (previousReadPoint.isEmpty()) {
            return new Change<>(key, before, Optional.of(row), BEGINNING, "initial");
        }
        Instant start = previousReadPoint.get();
        Optional<Instant> said = row.cursor().filter(cursor -> !complete || advanced(before, cursor));
        Instant effective = said.orElse(start);
        effective = effective.isBefore(start) ? start : effective.isAfter(readPoint) ? readPoint : effective;
        String precision = said.isEmpty() ? "interval" : said.get().equals(effective) ? "exact" : "moved";
        return new Change<>(key, before, Optional.of(row), effective, precision);
    }

    /** A complete read finds changes that left the cursor alone, and new rows that do not say when they came. */
    private boolean advanced(Optional<R> before, Instant cursor) {
        return before.isPresent() && before.get().cursor().map(cursor::isAfter).orElse(true);
    }

    private void advance(SortedMap<K, R> rows, Instant readPoint) {
        for (R row : rows.values()) {
            row.cursor()
                    .filter(cursor -> !cursor.isAfter(readPoint))
                    .filter(cursor -> watermark.map(cursor::isAfter).orElse(true))
                    .ifPresent(cursor -> watermark = Optional.of(cursor));
        }
    }

    private String counts(int read, List<Change<K, R>> changes, int unchanged) {
        long deleted =
                changes.stream().filter(change -> change.after().isEmpty()).count();
        long inserted =
                changes.stream().filter(change -> change.before().isEmpty()).count();
        return read + " " + inserted + " " + (changes.size() - inserted - deleted) + " " + deleted + " " + unchanged;
    }
}
