package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.lake.Manifests;
import dev.varve.lake.RefusedSnapshot;
import dev.varve.report.QuarantineReport.Outcome;
import dev.varve.report.QuarantineReport.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What became of a snapshot that was refused when manifest 2 could have been made. */
class QuarantineReportTest {
    private static final Manifest FIRST = manifest(1, List.of(), "User");
    private static final RefusedSnapshot REFUSED = new RefusedSnapshot(
            RefusedSnapshot.FORMAT,
            "shop",
            "User",
            "2026-11-16",
            "run-dead",
            manifest(2, List.of(), "User").readPoint(),
            "the source shows 0 rows",
            0,
            true);

    @Test
    void itWaitsUntilTheTableIsIngested() {
        assertThat(outcome(FIRST)).isEqualTo(Outcome.WAITING);
        assertThat(outcome(FIRST, manifest(2, List.of(), "Stock")))
                .as("another table's ingest")
                .isEqualTo(Outcome.WAITING);
    }

    @Test
    void theNextIngestOfTheTableSaysWhetherAUserLetItThrough() {
        assertThat(outcome(FIRST, manifest(2, List.of("Stock", "User"), "User")))
                .isEqualTo(Outcome.APPROVED);
        assertThat(outcome(FIRST, manifest(2, List.of("Stock"), "User"))).isEqualTo(Outcome.PASSED);
        assertThat(outcome(FIRST, manifest(2, List.of(), "User"), manifest(3, List.of("User"), "User")))
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void itIsToldWithTheLabelThatEndedIt() {
        assertThat(lines(FIRST))
                .containsExactly(
                        "User  as of 2026-11-16, read at 2026-11-17T00:30:00.123456Z, 0 rows: waits for an ingest that passes, or"
                                + " for --approve-deletes User",
                        "    the source shows 0 rows");
        assertThat(lines(FIRST, manifest(2, List.of("User"), "User")).get(0))
                .endsWith(": approved by the ingest as of 2026-11-16");
        assertThat(lines(FIRST, manifest(3, List.of(), "User")).get(0))
                .endsWith(": the ingest as of 2026-11-17 passed");
    }

    @Test
    void anEmptyQuarantineIsTold() {
        assertThat(QuarantineText.lines(QuarantineReport.of("shop", List.of(), Manifests.history(FIRST), List.of())))
                .containsExactly("quarantine  empty: no snapshot of pipeline shop was refused");
    }

    @Test
    void theNewestIsToldFirst() {
        RefusedSnapshot later = new RefusedSnapshot(
                RefusedSnapshot.FORMAT, "shop", "Stock", "2026-11-17", "run-later", Instant.MAX, "why", 1, false);

        assertThat(QuarantineReport.of("shop", List.of(REFUSED, later), Manifests.history(FIRST), List.of())
                        .snapshots())
                .extracting(Refused::table)
                .containsExactly("Stock", "User");
    }

    private static Outcome outcome(Manifest... manifests) {
        return report(Manifests.history(manifests)).snapshots().get(0).outcome();
    }

    private static List<String> lines(Manifest... manifests) {
        return QuarantineText.lines(report(Manifests.history(manifests)));
    }

    private static QuarantineReport report(History history) {
        return QuarantineReport.of("shop", List.of(REFUSED), history, List.of());
    }

    private static Manifest manifest(int number, List<String> approved, String table) {
        Manifest plain = Manifests.manifest(number, Map.of(table, Manifests.complete(Optional.empty())));
        return new Manifest(
                plain.format(),
                plain.pipeline(),
                plain.number(),
                plain.asOf(),
                plain.runId(),
                plain.previousReadPoint(),
                plain.readPoint(),
                plain.consistency(),
                approved,
                plain.tables());
    }
}
