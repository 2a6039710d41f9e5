package dev.varve.sandbox.reference;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A source that changes by chance, and worse than a real one: keys come, go and return, cursors stand still, lag, run ahead
 * or are missing, sales name parties and items that are not there, and visits repeat. It is twenty histories that have no key in common:
 * those of history 7 begin with {@code h07}.
 */
public final class RandomMarket {
    private static final int HISTORIES = 20;

    private final SortedMap<String, TextRow> items = new TreeMap<>();
    private final SortedMap<String, TextRow> parties = new TreeMap<>();
    private final SortedMap<String, TextRow> sales = new TreeMap<>();
    private final SortedMap<String, TextRow> visits = new TreeMap<>();
    private final RandomParties partyChanges;
    private final RandomItems itemChanges;
    private final RandomSales saleChanges;
    private final RandomVisits visitChanges;

    /**
     * A source with empty tables.
     *
     * @param zone of its clock
     * @param events hears of what a read cannot know
     */
    public RandomMarket(long seed, ZoneId zone, EventCounts events) {
        SplittableRandom random = new SplittableRandom(seed);
        this.partyChanges = new RandomParties(new Chance(random), parties, events);
        this.itemChanges = new RandomItems(new Chance(random), items, events);
        this.saleChanges = new RandomSales(new Chance(random), sales, zone, events);
        this.visitChanges = new RandomVisits(new Chance(new SplittableRandom(~seed)), visits);
    }

    /** What the keys of each history begin with. */
    public static List<String> histories() {
        return IntStream.rangeClosed(1, HISTORIES).mapToObj("h%02d"::formatted).toList();
    }

    /** Whatever happens from one read point to the next. */
    public SourceTables interval(Instant from, Instant to) {
        for (String history : histories()) {
            partyChanges.happen(history, from, to);
            itemChanges.happen(history);
            saleChanges.happen(history, from, to);
            visitChanges.happen(history, from);
        }
        return new SourceTables(Map.of(
                Market.ITEM, new TreeMap<>(items),
                Market.PARTY, new TreeMap<>(parties),
                Market.SALE, new TreeMap<>(sales),
                Market.VISIT, new TreeMap<>(visits)));
    }
}
