package dev.varve.sandbox.reference;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What happens to items by chance. Their table has no time: reads see the last of what happened, and nothing else. */
final class RandomItems {
    /** Codes of two slots each; sales name one more, which never has a row. */
    static final List<String> CODES = List.of("a", "b");

    private final Chance chance;
    private final SortedMap<String, TextRow> rows;
    private final EventCounts events;

    RandomItems(Chance chance, SortedMap<String, TextRow> rows, EventCounts events) {
        this.chance = chance;
        this.rows = rows;
        this.events = events;
    }

    void happen(String history) {
        for (String code : CODES) {
            for (int slot = 1; slot <= 2; slot++) {
                happen(history, history + "-" + code, slot);
            }
        }
    }

    private void happen(String history, String code, int slot) {
        TextRow empty = TextRow.of("code", code).with("slot", "" + slot);
        String key = empty.key(Market.ITEM_KEY).orElseThrow();
        Optional<TextRow> there = Optional.ofNullable(rows.get(key));
        if (there.isEmpty() && chance.of(60)) {
            rows.put(key, filled(history, empty));
        } else if (there.isEmpty()) {
            events.happenedIf(chance.of(10), Event.UNDONE_IN_AN_INTERVAL); // it came and went
        } else if (chance.of(12)) {
            rows.remove(key);
        } else if (chance.of(5)) {
            events.happened(Event.UNDONE_IN_AN_INTERVAL); // it went and came back, or changed and changed back
        } else if (chance.of(60)) {
            rows.put(key, changed(history, there.get()));
        }
    }

    private TextRow filled(String history, TextRow empty) {
        return empty.with("title", chance.unless(20, "title " + chance.number(1, 3)))
                .with("label", chance.unless(40, "label " + chance.number(1, 3)))
                .with("price", price())
                .with("supplier", RandomParties.someone(chance, history));
    }

    private TextRow changed(String history, TextRow row) {
        int times = chance.number(1, 3);
        events.happenedIf(times > 1, Event.SEVERAL_CHANGES_IN_AN_INTERVAL);
        TextRow changed = row;
        for (int i = 0; i < times; i++) {
            changed = changedOnce(history, changed);
        }
        return changed;
    }

    private TextRow changedOnce(String history, TextRow row) {
        return switch (chance.number(0, 4)) {
            case 0 -> swapped(row);
            case 1 -> row.with("title", chance.unless(20, "title " + chance.number(1, 3)));
            case 2 -> row.with("supplier", RandomParties.someone(chance, history));
            default -> row.with("price", price());
        };
    }

    /** What was in one column stands in the other. */
    private TextRow swapped(TextRow row) {
        Optional<String> title = row.get("title");
        Optional<String> label = row.get("label");
        events.happenedIf(title.isPresent() != label.isPresent(), Event.VALUE_MOVED_BETWEEN_COLUMNS);
        return row.with("title", label).with("label", title);
    }

    private Optional<String> price() {
        return chance.unless(10, chance.number(1, 5) + ".50");
    }
}
