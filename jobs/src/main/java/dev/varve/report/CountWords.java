package dev.varve.report;

import dev.varve.lake.Counts;
import dev.varve.warehouse.LoadCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts as people read them. */
final class CountWords {
    private CountWords() {}

    /** {@code 1 manifest}, {@code 2,000 manifests}. */
    static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }

    /** What an ingest saw of a table. */
    static String of(Counts counts) {
        return String.format(
                Locale.ROOT,
                "%s: %,d inserted, %,d updated, %,d deleted, %,d unchanged",
                of(counts.read(), "row read", "rows read"),
                counts.inserted(),
                counts.updated(),
                counts.deleted(),
                counts.unchanged());
    }

    /** What a load did to a table; counts of nothing are left out. */
    static String of(LoadCounts table) {
        List<String> parts = new ArrayList<>();
        add(parts, table.opened(), "version opened", "versions opened");
        add(parts, table.closed(), "version closed", "versions closed");
        add(parts, table.inserted(), "fact inserted", "facts inserted");
        add(parts, table.overwritten(), "overwritten", "overwritten");
        add(parts, table.sourceDeleted(), "fact marked deleted", "facts marked deleted");
        add(parts, table.removed(), "fact removed", "facts removed");
        add(parts, table.inferred(), "member inferred", "members inferred");
        add(parts, table.gaps(), "event in gaps", "events in gaps");
        return parts.isEmpty() ? "nothing to change" : String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            parts.add(of(count, one, many));
        }
    }
}
