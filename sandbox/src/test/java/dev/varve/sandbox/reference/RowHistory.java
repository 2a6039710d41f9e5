package dev.varve.sandbox.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A dimension of type 1: one row a key, which has no past (design, section 4). */
final class RowHistory implements Members {
    private final DimensionRule rule;
    private final EventCounts events;
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private Optional<String> firstLoad = Optional.empty();

    /** A dimension without members. */
    RowHistory(DimensionRule rule, EventCounts events) {
        this.rule = rule;
        this.events = events;
    }

    private enum State {
        CURRENT,
        INFERRED,
        DELETED
    }

    private record Row(List<Optional<String>> values, State state, String asOf) {}

    @Override
    public void begin(String asOf) {
        firstLoad = Optional.of(firstLoad.orElse(asOf));
    }

    @Override
    public void follow(List<Change> changes, String asOf, LoadedCounts counts) {
        begin(asOf);
        counts.staged = changes.size();
        for (Change change : changes) {
            Optional<Row> before = Optional.ofNullable(rows.get(change.key()));
            if (change.after().isPresent()) {
                List<Optional<String>> values =
                        rule.untracked().stream().map(change.after().get()::get).toList();
                String since = before.map(Row::asOf).orElse(asOf);
                upsert(change.key(), before, new Row(values, State.CURRENT, since), counts);
            } else if (before.isPresent() && before.get().state() == State.CURRENT) {
                rows.put(
                        change.key(),
                        new Row(
                                before.get().values(),
                                State.DELETED,
                                before.get().asOf()));
                events.happened(Event.ROW_MARKED_AS_DELETED);
                counts.closed++;
            }
        }
    }

    private void upsert(String key, Optional<Row> before, Row after, LoadedCounts counts) {
        rows.put(key, after);
        if (before.isEmpty()) {
            counts.opened++;
        } else if (before.get().state() == State.DELETED) {
            events.happened(Event.ROW_MARK_CLEARED);
            counts.opened++;
        } else if (before.get().state() == State.INFERRED) {
            events.happened(Event.ROW_FILLED);
            counts.overwritten++;
        } else if (!before.get().equals(after)) {
            events.happened(Event.ROW_OVERWRITTEN);
            counts.overwritten++;
        }
    }

    @Override
    public boolean infer(String key, String asOf) {
        List<Optional<String>> nothing = nothing();
        return rows.putIfAbsent(key, new Row(nothing, State.INFERRED, asOf)) == null;
    }

    @Override
    public Found at(String key, Instant at) {
        Row row = Objects.requireNonNull(rows.get(key));
        events.happenedIf(row.state() == State.DELETED, Event.DELETED_ROW_FOUND);
        return new Found(key, false);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach((key, row) -> lines.add(line(key, row)));
        String noKey = TextRow.join(rule.key().stream().map(part -> "null").toList());
        firstLoad.ifPresent(asOf -> lines.add(line(noKey, new Row(nothing(), State.CURRENT, asOf))));
        return lines;
    }

    private List<Optional<String>> nothing() {
        return rule.untracked().stream().map(name -> Optional.<String>empty()).toList();
    }

    private static String line(String key, Row row) {
        List<String> values = new ArrayList<>(List.of(key));
        row.values().forEach(value -> values.add(TextRow.text(value)));
        values.addAll(List.of(row.state().name(), row.asOf()));
        return TextRow.join(values);
    }
}
