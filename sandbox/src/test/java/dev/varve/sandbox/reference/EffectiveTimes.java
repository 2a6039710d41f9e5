package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.TableRule.Cursor;
import java.time.Instant;
import java.util.Optional;

/** When the changes of one read take effect (design, the first part of section 4). */
final class EffectiveTimes {
    private final Optional<Cursor> cursor;
    private final boolean incremental;
    private final Interval interval;
    private final EventCounts events;

    /**
     * For one read.
     *
     * @param cursor says when rows changed, if the table has one
     * @param incremental whether the cursor chose the rows
     */
    EffectiveTimes(Optional<Cursor> cursor, boolean incremental, Interval interval, EventCounts events) {
        this.cursor = cursor;
        this.incremental = incremental;
        this.interval = interval;
        this.events = events;
    }

    /** The insert or update that leads to a row. */
    Change stamped(String key, Optional<TextRow> before, TextRow row) {
        if (interval.previous().isEmpty()) {
            return new Change(key, before, Optional.of(row), Times.BEGINNING, "initial");
        }
        Instant start = interval.previous().get();
        Optional<Instant> value = value(row);
        Optional<Instant> said = value.filter(instant -> incremental || hasAdvanced(before, instant));
        events.happenedIf(cursor.isPresent() && value.isEmpty(), Event.CURSOR_NULL);
        events.happenedIf(value.isPresent() && value.equals(before.flatMap(this::value)), Event.CURSOR_UNTOUCHED);
        if (said.isEmpty()) {
            return new Change(key, before, Optional.of(row), start, "interval");
        }
        Instant moved = Times.later(start, Times.earlier(interval.readPoint(), said.get()));
        events.happenedIf(moved.isAfter(said.get()), Event.CLOCK_BEHIND_MOVED_TO_PREVIOUS_READ);
        events.happenedIf(moved.isBefore(said.get()), Event.CLOCK_AHEAD_MOVED_TO_READ);
        return new Change(key, before, Optional.of(row), moved, moved.equals(said.get()) ? "exact" : "moved");
    }

    /** A complete read finds changes that left the cursor alone, and new rows that do not say when they came. */
    private boolean hasAdvanced(Optional<TextRow> before, Instant now) {
        return before.isPresent() && value(before.get()).map(now::isAfter).orElse(true);
    }

    private Optional<Instant> value(TextRow row) {
        return cursor.flatMap(found -> row.get(found.column()).map(text -> Times.instant(text, found.zone())));
    }
}
