package dev.varve.report;

import dev.varve.lake.Counts;
import dev.varve.lake.Pruned;
import dev.varve.warehouse.LoadCounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts as people read them. */
final class CountWords {
    private static final String UNITS = "kMGTP";

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

    /** What a prune did at one place. */
    static String of(Pruned step) {
        return step.what() + ": " + of(step.files(), "file", "files") + ", " + bytes(step.bytes());
    }

    /** What a prune did in all, by kind. */
    static String of(List<Pruned> steps) {
        Map<Pruned.Kind, String> kinds = new EnumMap<>(Pruned.Kind.class);
        for (Pruned.Kind kind : Pruned.Kind.values()) {
            List<Pruned> ofKind =
                    steps.stream().filter(step -> step.kind() == kind).toList();
            if (!ofKind.isEmpty()) {
                long files = ofKind.stream().mapToLong(Pruned::files).sum();
                long size = ofKind.stream().mapToLong(Pruned::bytes).sum();
                kinds.put(
                        kind,
                        kind.name().toLowerCase(Locale.ROOT) + " " + of(files, "file", "files") + ", " + bytes(size));
            }
        }
        return kinds.isEmpty() ? "nothing to prune" : String.join("; ", kinds.values());
    }

    /** {@code 999 B}, {@code 1.2 MB}: in powers of 1000. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 999.95 && unit < UNITS.length() - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", size, UNITS.charAt(unit));
    }

    private static void add(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            parts.add(of(count, one, many));
        }
    }
}
