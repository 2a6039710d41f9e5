package dev.varve.sandbox.reference;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** What happens to parties by chance, and what their cursor says of it. */
final class RandomParties {
    private static final int PARTIES = 8;

    private final Chance chance;
    private final SortedMap<String, TextRow> rows;
    private final EventCounts events;

    RandomParties(Chance chance, SortedMap<String, TextRow> rows, EventCounts events) {
        this.chance = chance;
        this.rows = rows;
        this.events = events;
    }

    /** A party of a history, a stranger who never has a row, or nobody. */
    static Optional<String> someone(Chance chance, String history) {
        return chance.unless(10, history + "-p" + chance.number(1, PARTIES + 1));
    }

    void happen(String history, Instant from, Instant to) {
        for (int number = 1; number <= PARTIES; number++) {
            move(history + "-p" + number, from, to);
        }
    }

    private void move(String key, Instant from, Instant to) {
        Optional<TextRow> there = Optional.ofNullable(rows.get(key));
        if (there.isEmpty() && chance.of(60)) {
            rows.put(key, filled(key, from, to));
        } else if (there.isPresent() && chance.of(10)) {
            rows.remove(key);
        } else if (there.isPresent() && chance.of(85)) {
            rows.put(key, changed(there.get(), from, to));
        }
    }

    private TextRow filled(String key, Instant from, Instant to) {
        return TextRow.of("party_id", key)
                .with("name", chance.unless(15, "name " + chance.number(1, 9)))
                .with("alias", chance.unless(40, "alias " + chance.number(1, 3)))
                .with("note", chance.unless(20, "note " + chance.number(1, 3)))
                .with("grade", chance.of(15) ? "X" : "A")
                .with(
                        "updated_at",
                        chance.of(50)
                                ? Optional.empty()
                                : chance.clock(from, to).map(Times::text))
                .with("created_at", chance.clock(from, to).map(Times::text));
    }

    private TextRow changed(TextRow row, Instant from, Instant to) {
        int times = chance.number(1, 4);
        events.happenedIf(times > 1, Event.SEVERAL_CHANGES_IN_AN_INTERVAL);
        TextRow changed = row;
        for (int i = 0; i < times; i++) {
            changed = changedOnce(changed);
        }
        return changed.with("updated_at", cursor(row, from, to));
    }

    /** A clock that was ahead has been set right since, often. */
    private Optional<String> cursor(TextRow row, Instant from, Instant to) {
        Optional<String> before = row.get("updated_at");
        boolean wasAhead = before.or(() -> row.get("created_at"))
                .filter(text -> text.compareTo(Times.text(from)) >= 0)
                .isPresent();
        if (wasAhead && chance.of(80)) {
            return Optional.of(Times.text(from.minusSeconds(chance.number(0, 3000))));
        }
        return chance.of(20) ? before : chance.clock(from, to).map(Times::text);
    }

    private TextRow changedOnce(TextRow row) {
        return switch (chance.number(0, 6)) {
            case 0 -> swapped(row);
            case 1, 2 -> row.with("name", chance.unless(10, "name " + chance.number(1, 9)));
            case 3, 4 -> row.with("grade", row.get("grade").equals(Optional.of("X")) ? "A" : "X");
            default -> row.with("note", chance.unless(20, "note " + chance.number(1, 3)));
        };
    }

    /** What was in one column stands in the other. */
    private TextRow swapped(TextRow row) {
        Optional<String> name = row.get("name");
        Optional<String> alias = row.get("alias");
        events.happenedIf(name.isPresent() != alias.isPresent(), Event.VALUE_MOVED_BETWEEN_COLUMNS);
        return row.with("name", alias).with("alias", name);
    }
}
