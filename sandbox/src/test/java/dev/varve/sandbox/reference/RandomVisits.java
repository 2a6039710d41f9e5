package dev.varve.sandbox.reference;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Visits that come and go by chance, and are often equal. Their table has no key. */
final class RandomVisits {
    /** Few, so that many rows are equal; the second is a stranger. */
    private static final List<String> VISITORS = List.of("-p1", "-p9");

    private static final List<String> WORDS = List.of("cart", "home");

    private final Chance chance;
    private final SortedMap<String, TextRow> rows;
    private final Map<String, String> times = new TreeMap<>();
    private int visits;

    /** The rows are numbered as they come, which no reader sees. */
    RandomVisits(Chance chance, SortedMap<String, TextRow> rows) {
        this.chance = chance;
        this.rows = rows;
    }

    void happen(String history, Instant from) {
        times.putIfAbsent(history, Times.local(from, ZoneOffset.UTC));
        rows.tailMap(history).headMap(history + "~").values().removeIf(row -> chance.of(30));
        int more = chance.number(2, 6);
        for (int i = 0; i < more; i++) {
            rows.put(history + " " + visits++, visit(history));
        }
    }

    private TextRow visit(String history) {
        Optional<String> word = chance.unless(10, chance.one(WORDS));
        boolean isPage = chance.of(70);
        return TextRow.of("visitor", history + chance.one(VISITORS))
                .with("page", isPage ? word : Optional.empty())
                .with("topic", isPage ? Optional.empty() : word)
                .with("seen_at", chance.unless(20, times.getOrDefault(history, "")));
    }
}
