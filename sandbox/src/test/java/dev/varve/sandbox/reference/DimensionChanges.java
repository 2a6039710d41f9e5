package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.DimensionRule.FromTable;
import dev.varve.sandbox.reference.DimensionRule.Joined;
import dev.varve.sandbox.reference.DimensionRule.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an interval asks of a dimension. */
final class DimensionChanges {
    private DimensionChanges() {}

    /** From the changes of the one table: a row that yields none is a delete, unless it never yielded any. */
    static List<Change> of(FromTable model, List<Change> changes, EventCounts events) {
        List<Change> asked = new ArrayList<>();
        for (Change change : changes) {
            Optional<TextRow> after = change.after().flatMap(model.yields());
            events.happenedIf(
                    change.after().isPresent()
                            && after.isEmpty()
                            && change.before().flatMap(model.yields()).isPresent(),
                    Event.VERSION_CLOSED_BY_FILTER);
            if (after.isPresent() || change.before().isPresent()) {
                asked.add(new Change(change.key(), change.before(), after, change.effective(), change.precision()));
            }
        }
        return asked;
    }

    /** From the model's results before and after the interval, as if they were two snapshots. */
    static List<Change> of(DimensionRule rule, Joined model, States before, States after, Interval interval) {
        SortedMap<String, TextRow> old = new TreeMap<>();
        if (interval.previous().isPresent()) {
            model.yields()
                    .apply(before)
                    .forEach(row -> old.put(row.key(rule.key()).orElseThrow(), row));
        }
        SortedMap<String, TextRow> young = new TreeMap<>();
        model.yields().apply(after).forEach(row -> young.put(row.key(rule.key()).orElseThrow(), row));
        Instant start = interval.previous().orElse(Times.BEGINNING);
        String precision = interval.previous().isPresent() ? "interval" : "initial";
        List<Change> asked = new ArrayList<>();
        young.forEach((key, row) -> {
            Optional<TextRow> known = Optional.ofNullable(old.get(key));
            if (!known.equals(Optional.of(row))) {
                asked.add(new Change(key, known, Optional.of(row), start, precision));
            }
        });
        old.forEach((key, row) -> {
            if (!young.containsKey(key)) {
                asked.add(new Change(key, Optional.of(row), Optional.empty(), interval.readPoint(), "interval"));
            }
        });
        return asked;
    }
}
