package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.TableRule.Cursor;
import dev.varve.sandbox.reference.TableRule.Rows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the reads know of one source table, and how they find what changed in it (design, section 3). */
final class TableHistory {
    private final TableRule rule;
    private final EventCounts events;
    private final SortedMap<String, TextRow> known = new TreeMap<>();
    private final SortedMap<String, TextRow> deleted = new TreeMap<>();
    private Optional<Instant> watermark = Optional.empty();
    private Optional<LocalDate> lastComplete = Optional.empty();

    /** A table that was never read. */
    TableHistory(TableRule rule, EventCounts events) {
        this.rule = rule;
        this.events = events;
    }

    /**
     * One read.
     *
     * @param counts read, inserted, updated, deleted and unchanged rows as one text
     */
    record Read(List<Change> changes, String counts) {}

    /** The table as the reads know it. */
    SortedMap<String, TextRow> state() {
        return new TreeMap<>(known);
    }

    Read read(SortedMap<String, TextRow> table, Interval interval) {
        SortedMap<String, TextRow> source = rule.rows() == Rows.BAG ? numbered(table.values()) : table;
        Optional<Cursor> incremental = rule.cursor().filter(cursor -> !completeIsDue(cursor, interval));
        SortedMap<String, TextRow> rows = new TreeMap<>(source);
        if (incremental.isPresent()) {
            rows.values().removeIf(row -> !isRead(row, incremental.get()));
            countUnseen(source, rows);
        } else {
            lastComplete = Optional.of(interval.day());
        }
        EffectiveTimes times = new EffectiveTimes(rule.cursor(), incremental.isPresent(), interval, events);
        List<Change> changes = new ArrayList<>();
        rows.forEach((key, row) -> {
            Optional<TextRow> before = Optional.ofNullable(known.get(key));
            if (!before.equals(Optional.of(row))) {
                changes.add(times.stamped(key, before, row));
                countLate(row, incremental, interval);
            } else if (incremental.isPresent()) {
                events.happened(Event.OVERLAP_SHOWN_AGAIN);
            }
        });
        int unchanged = rows.size() - changes.size();
        if (incremental.isEmpty()) {
            known.forEach((key, row) -> {
                if (!source.containsKey(key)) {
                    changes.add(new Change(key, Optional.of(row), Optional.empty(), interval.readPoint(), "interval"));
                }
            });
        }
        changes.forEach(this::follow);
        countEqual(changes);
        advance(rows, interval);
        return new Read(changes, counts(rows.size(), changes, unchanged));
    }

    /** Each row of a bag by its values and its number among those that are equal to it. */
    private SortedMap<String, TextRow> numbered(Collection<TextRow> bag) {
        SortedMap<String, TextRow> rows = new TreeMap<>();
        Map<TextRow, Integer> seen = new HashMap<>();
        bag.forEach(row ->
                rows.put(TextRow.join(row.line(rule.key()), List.of("" + seen.merge(row, 1, Integer::sum))), row));
        return rows;
    }

    private boolean completeIsDue(Cursor cursor, Interval interval) {
        return watermark.isEmpty()
                || lastComplete.isEmpty()
                || cursor.reconcile().isDue(lastComplete.get(), interval.day());
    }

    /** The source compares what the column shows, so that the bound is what a clock of its zone shows. */
    private boolean isRead(TextRow row, Cursor cursor) {
        String from = Times.local(watermark.orElseThrow().minus(cursor.overlap()), cursor.zone());
        return cursor.value(row).map(value -> value.compareTo(from) >= 0).orElse(true);
    }

    private void follow(Change change) {
        if (change.after().isEmpty()) {
            known.remove(change.key());
            change.before().ifPresent(row -> deleted.put(change.key(), row));
            events.happened(Event.ROW_DELETED);
        } else {
            known.put(change.key(), change.after().get());
            boolean returned = deleted.remove(change.key()) != null;
            events.happenedIf(returned, Event.ROW_RETURNED);
            events.happenedIf(!returned && change.before().isEmpty(), Event.ROW_INSERTED);
            events.happenedIf(change.before().isPresent(), Event.ROW_UPDATED);
        }
    }

    private void advance(SortedMap<String, TextRow> rows, Interval interval) {
        rule.cursor()
                .ifPresent(cursor -> rows.values()
                        .forEach(row -> cursor.value(row)
                                .map(value -> Times.instant(value, cursor.zone()))
                                .filter(value -> !value.isAfter(interval.readPoint()))
                                .ifPresent(value -> watermark = Optional.of(watermark
                                        .map(mark -> Times.later(mark, value))
                                        .orElse(value)))));
    }

    private void countUnseen(SortedMap<String, TextRow> source, SortedMap<String, TextRow> read) {
        source.forEach((key, row) -> events.happenedIf(
                !read.containsKey(key) && !row.equals(known.get(key)), Event.LATE_BEYOND_THE_OVERLAP));
        known.keySet()
                .forEach(key -> events.happenedIf(!source.containsKey(key), Event.DELETE_UNSEEN_BY_INCREMENTAL_READ));
    }

    /** Of a bag, changes of rows that have equals which stay. */
    private void countEqual(List<Change> changes) {
        changes.forEach(change -> {
            boolean isOneOfSeveral = rule.rows() == Rows.BAG && !change.key().endsWith(" 1");
            events.happenedIf(isOneOfSeveral && change.before().isEmpty(), Event.EQUAL_ROW_CAME);
            events.happenedIf(isOneOfSeveral && change.after().isEmpty(), Event.EQUAL_ROW_WENT);
        });
    }

    private void countLate(TextRow row, Optional<Cursor> incremental, Interval interval) {
        boolean late = incremental
                .flatMap(cursor -> cursor.value(row).map(value -> Times.instant(value, cursor.zone())))
                .filter(value -> value.isBefore(interval.previous().orElseThrow()))
                .isPresent();
        events.happenedIf(late, Event.LATE_WITHIN_THE_OVERLAP);
    }

    private static String counts(int read, List<Change> changes, int unchanged) {
        long deleted =
                changes.stream().filter(change -> change.after().isEmpty()).count();
        long inserted =
                changes.stream().filter(change -> change.before().isEmpty()).count();
        return read + " " + inserted + " " + (changes.size() - inserted - deleted) + " " + deleted + " " + unchanged;
    }
}
