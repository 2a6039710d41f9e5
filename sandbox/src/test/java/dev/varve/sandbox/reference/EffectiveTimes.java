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
        Optional<Instant> changed = changed(row);
        Optional<Instant> created = before.isPresent() ? Optional.empty() : created(row);
        Optional<Instant> said =
                created.or(() -> changed.filter(instant -> incremental || hasAdvanced(before, instant)));
        events.happenedIf(cursor.isPresent() && changed.isEmpty() && created.isEmpty(), Event.CURSOR_NULL);
        events.happenedIf(changed.isPresent() && changed.equals(before.flatMap(this::changed)), Event.CURSOR_UNTOUCHED);
        events.happenedIf(created.isPresent() && changed.isPresent(), Event.INSERT_AND_CHANGE_TOLD);
        events.happenedIf(created.isPresent() && !incremental, Event.INSERT_TOLD_BY_A_COMPLETE_READ);
        if (said.isEmpty()) {
            return new Change(key, before, Optional.of(row), start, "interval");
        }
        Instant moved = Times.later(start, Times.earlier(interval.readPoint(), said.get()));
        events.happenedIf(moved.isAfter(said.get()), Event.CLOCK_BEHIND_MOVED_TO_PREVIOUS_READ);
        events.happenedIf(moved.isBefore(said.get()), Event.CLOCK_AHEAD_MOVED_TO_READ);
        return new Change(key, before, Optional.of(row), moved, moved.equals(said.get()) ? "exact" : "moved");
    }

    /** A complete read finds changes that left the cursor alone, and new rows of which it does not say when they came. */
    private boolean hasAdvanced(Optional<TextRow> before, Instant now) {
        return before.isPresent() && changed(before.get()).map(now::isAfter).orElse(true);
    }

    private Optional<Instant> changed(TextRow row) {
        return cursor.flatMap(found -> row.get(found.column()).map(text -> Times.instant(text, found.zone())));
    }

    private Optional<Instant> created(TextRow row) {
        return cursor.flatMap(
                found -> found.createdAt().flatMap(row::get).map(text -> Times.instant(text, found.zone())));
    }
}
