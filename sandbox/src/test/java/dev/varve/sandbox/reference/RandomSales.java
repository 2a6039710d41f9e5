package dev.varve.sandbox.reference;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sales that come, change, go and return by chance. Their clock shows local times. */
final class RandomSales {
    private static final int FIRST_LINES = 6;

    private final Chance chance;
    private final SortedMap<String, TextRow> rows;
    private final ZoneId zone;
    private final EventCounts events;
    private final Map<String, List<TextRow>> gone = new TreeMap<>();
    private final Map<String, Integer> tickets = new TreeMap<>();

    RandomSales(Chance chance, SortedMap<String, TextRow> rows, ZoneId zone, EventCounts events) {
        this.events = events;
        this.chance = chance;
        this.rows = rows;
        this.zone = zone;
    }

    void happen(String history, Instant from, Instant to) {
        List<TextRow> deleted = gone.computeIfAbsent(history, key -> new ArrayList<>());
        Optional<TextRow> back =
                !deleted.isEmpty() && chance.of(80) ? Optional.of(deleted.remove(0)) : Optional.empty();
        for (TextRow row :
                List.copyOf(rows.tailMap(history).headMap(history + "~").values())) {
            change(row, deleted, from, to);
        }
        back.ifPresent(row -> put(chance.of(50) ? row : described(row, history, from, to)));
        int lines = tickets.containsKey(history) ? chance.number(2, 4) : FIRST_LINES;
        int ticket = tickets.merge(history, 1, Integer::sum);
        for (int line = 1; line <= lines; line++) {
            TextRow key = TextRow.of("ticket", history + "-t" + ticket).with("line", "" + line);
            put(described(key, history, from, to));
        }
    }

    private void change(TextRow row, List<TextRow> deleted, Instant from, Instant to) {
        if (chance.of(18)) {
            deleted.add(row);
            rows.remove(row.key(Market.SALE_KEY).orElseThrow());
        } else if (chance.of(8)) {
            put(row.with("quantity", "" + chance.number(1, 9))); // the cursor is forgotten
        } else if (chance.of(12)) {
            put(row.with("state", row.get("state").equals(Optional.of("void")) ? "open" : "void")
                    .with("changed_at", cursor(from, to)));
        } else if (chance.of(12)) {
            String history = row.get("ticket").orElseThrow().substring(0, 3);
            put(described(row, history, from, to));
        }
    }

    /** Everything but the key is new. */
    private TextRow described(TextRow row, String history, Instant from, Instant to) {
        return row.with("buyer", RandomParties.someone(chance, history))
                .with("code", chance.unless(7, history + "-" + chance.one(List.of("a", "a", "a", "b", "b", "b", "z"))))
                .with("slot", chance.unless(7, "" + chance.number(1, 2)))
                .with("quantity", chance.unless(5, "" + chance.number(1, 9)))
                .with("state", chance.of(12) ? "void" : chance.one(List.of("open", "paid")))
                .with("sold_at", chance.event(from, to).map(this::onTheWall))
                .with("paid_at", chance.event(from, to).map(at -> Times.local(at, ZoneOffset.UTC)))
                .with("changed_at", cursor(from, to));
    }

    private Optional<String> cursor(Instant from, Instant to) {
        return chance.clock(from, to).map(this::onTheWall);
    }

    private String onTheWall(Instant at) {
        String local = Times.local(at, zone);
        events.happenedIf(!Times.instant(local, zone).equals(at), Event.LOCAL_TIME_SHOWN_TWICE);
        return local;
    }

    private void put(TextRow row) {
        rows.put(row.key(Market.SALE_KEY).orElseThrow(), row);
    }
}
