package dev.varve.report;

import dev.varve.report.QuarantineReport.Refused;
import java.util.ArrayList;
import java.util.List;

/** What is in the quarantine, for people: the newest first. */
public final class QuarantineText {
    private QuarantineText() {}

    /** Two lines a refused snapshot, and the rows that were asked for. */
    public static List<String> lines(QuarantineReport report) {
        if (report.snapshots().isEmpty()) {
            return List.of("quarantine  empty: no snapshot of pipeline " + report.pipeline() + " was refused");
        }
        List<String> lines = new ArrayList<>();
        for (Refused snapshot : report.snapshots()) {
            lines.add("%s  as of %s, read at %s, %s%s: %s"
                    .formatted(
                            DisplayText.shown(snapshot.table()),
                            snapshot.asOf(),
                            snapshot.readPoint(),
                            CountWords.of(snapshot.rows(), "row", "rows"),
                            snapshot.kept() ? "" : " (not kept)",
                            outcome(snapshot)));
            lines.add("    " + snapshot.reason());
            if (snapshot.kept()) {
                report.rows().forEach(row -> lines.add("    " + DisplayText.shown(CellText.of(row))));
            }
        }
        return lines;
    }

    private static String outcome(Refused snapshot) {
        String by = snapshot.endedBy().map(label -> " as of " + label).orElse("");
        return switch (snapshot.outcome()) {
            case WAITING -> "waits for an ingest that passes, or for --approve-deletes " + snapshot.table();
            case APPROVED -> "approved by the ingest" + by;
            case PASSED -> "the ingest" + by + " passed";
        };
    }
}
