package dev.varve.report;

import dev.varve.run.Rebuild;
import dev.varve.run.Rewind;
import dev.varve.warehouse.Rebuilding;
import dev.varve.warehouse.Rewinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What rewind and rebuild do to a warehouse, or would, line by line; the last one says whether it is done. */
final class GoingBackText {
    private static final int LISTED = 5;

    private GoingBackText() {}

    static List<String> of(String pipeline, Rewinding rewinding, Rewind.Mode mode) {
        String target = "manifest " + rewinding.number() + " as of " + rewinding.asOf();
        if (rewinding.takenBack().isEmpty()) {
            return List.of("rewind   nothing to do: " + target + " is the last that is loaded");
        }
        List<String> lines = new ArrayList<>();
        lines.add("rewind   to " + target + ": takes back " + labels(rewinding.takenBack()));
        for (Rewinding.Table table : rewinding.tables()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "rewind   %-18s %s deleted, %,d restored, %,d inserted again",
                    table.table(),
                    CountWords.of(table.deleted(), "row", "rows"),
                    table.restored(),
                    table.insertedAgain()));
        }
        lines.add(
                switch (mode) {
                    case REWIND ->
                        "rewound  to " + target + "; 'varve load " + pipeline + "' loads the later ones again";
                    case SHOW ->
                        "dry run  nothing was changed; to do it: varve rewind " + pipeline + " --to " + rewinding.asOf()
                                + " --yes";
                });
        return lines;
    }

    static List<String> of(String pipeline, Rebuilding rebuilding, Rebuild.Mode mode) {
        List<String> lines = new ArrayList<>();
        lines.add("rebuild  from " + labels(rebuilding.manifests()) + "; the ledger has "
                + CountWords.of(rebuilding.loads(), "manifest", "manifests")
                + rebuilding
                        .lastLoaded()
                        .map(last -> ", the last as of " + last)
                        .orElse(""));
        rebuilding.differences().forEach(difference -> lines.add("rebuild  differs: " + difference));
        for (Rebuilding.Table table : rebuilding.tables()) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "rebuild  %-18s %s replaced",
                    table.table(),
                    CountWords.of(table.before(), "row", "rows")));
            table.after().ifPresent(after -> line.append(String.format(Locale.ROOT, " by %,d", after)));
            lines.add(line.toString());
        }
        lines.add(
                switch (mode) {
                    case REBUILD ->
                        "rebuilt  to manifest "
                                + rebuilding.manifests().size() + " as of "
                                + rebuilding
                                        .manifests()
                                        .get(rebuilding.manifests().size() - 1);
                    case SHOW -> "dry run  nothing was changed; to do it: varve rebuild " + pipeline + " --yes";
                });
        return lines;
    }

    /** {@code 7 manifests: 2026-03-05, 2026-03-06, ..., 2026-03-11}. */
    private static String labels(List<String> labels) {
        int size = labels.size();
        String listed = size <= LISTED
                ? String.join(", ", labels)
                : String.join(", ", labels.subList(0, LISTED - 1)) + ", ..., " + labels.get(size - 1);
        return CountWords.of(size, "manifest", "manifests") + ": " + listed;
    }
}
