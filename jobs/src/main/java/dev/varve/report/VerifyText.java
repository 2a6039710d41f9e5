package dev.varve.report;

import dev.varve.run.Verify;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.Finding.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a verification found, for people. */
public final class VerifyText {
    private VerifyText() {}

    /** One line, and where something differs one more for each kind of difference and each example. */
    static List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        String note = finding.note().isEmpty() ? "" : "; " + finding.note();
        lines.add(
                finding.check() == Finding.Check.LEFT_OUT
                        ? "left out %-18s %s".formatted(finding.table(), finding.note())
                        : "verify   %-18s %s: %s%s"
                                .formatted(finding.table(), compared(finding), outcome(finding), note));
        for (Difference difference : finding.differences()) {
            lines.add("  " + difference.kind() + ": " + CountWords.of(difference.count(), "row", "rows"));
            difference.examples().forEach(example -> lines.add("    " + example.keyText() + ": " + example.detail()));
        }
        return lines;
    }

    private static String compared(Finding finding) {
        long rows = finding.rows();
        return switch (finding.check()) {
            case LEDGER -> CountWords.of(rows, "manifest", "manifests");
            case STAGED -> "rows of " + CountWords.of(rows, "manifest", "manifests");
            case CURRENT -> CountWords.of(rows, "current row", "current rows");
            case VERSIONS -> CountWords.of(rows, "version", "versions");
            case ROWS -> CountWords.of(rows, "row", "rows");
            case FACTS -> CountWords.of(rows, "fact", "facts");
            case FOREIGN_KEYS -> "foreign keys of " + CountWords.of(rows, "fact", "facts");
            case SOURCE -> CountWords.of(rows, "row of the source", "rows of the source");
            case LEFT_OUT -> "";
        };
    }

    private static String outcome(Finding finding) {
        return finding.problems() == 0 ? "right" : CountWords.of(finding.problems(), "difference", "differences");
    }

    /** The last line: how far the warehouse is verified. */
    static String end(Verify.Verified verified) {
        String waiting = verified.waiting() == 0
                ? ""
                : "; the lake has " + CountWords.of(verified.waiting(), "manifest", "manifests") + " more";
        return (verified.wrong().isEmpty() ? "verified through " : "not right through ") + verified.through()
                + ", manifest " + verified.loaded() + waiting;
    }

    /** What differs, in one line, and what to do; empty if all is right. */
    public static Optional<String> summary(String pipeline, Verify.Verified verified) {
        return verified.wrong().stream()
                .findFirst()
                .map(first -> "Cannot verify pipeline " + pipeline + " through " + verified.through() + ": "
                        + verified.wrong().stream()
                                .map(VerifyText::told)
                                .distinct()
                                .collect(Collectors.joining("; ")) + ". "
                        + advice(pipeline, first));
    }

    /** {@code stock_dim, 1 version: other attribute of MOVE}. */
    private static String told(Finding finding) {
        if (finding.check() == Finding.Check.LEDGER) {
            return finding.differences().get(0).examples().get(0).detail();
        }
        return finding.table() + " has "
                + finding.differences().stream()
                        .map(difference ->
                                CountWords.of(difference.count(), "", "").strip() + " " + difference.kind() + " ("
                                        + difference.keys().text() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String advice(String pipeline, Finding first) {
        String key = first.differences().get(0).examples().stream()
                .limit(1)
                .flatMap(example -> example.key().stream())
                .map(value -> " '" + value.replace("'", "'\\''") + "'")
                .collect(Collectors.joining());
        return switch (first.check()) {
            case LEDGER ->
                "Check that lake and warehouse belong together; build it anew from this lake: varve rebuild " + pipeline
                        + " --yes.";
            case STAGED -> "Build it anew: varve rebuild " + pipeline + " --yes.";
            case SOURCE -> "Read everything anew: varve ingest " + pipeline + " --full.";
            default ->
                "See why: varve explain " + pipeline + " " + first.table() + key + "; build it anew: varve rebuild "
                        + pipeline + " --yes.";
        };
    }
}
