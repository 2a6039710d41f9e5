package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.capture.ReadPlan;
import dev.varve.lake.Manifest;
import dev.varve.lake.Manifests;
import dev.varve.lake.Pruned;
import dev.varve.lake.TableManifest.Read;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.run.Prune;
import dev.varve.run.RunEvents.Step;
import dev.varve.source.TableSchema;
import dev.varve.warehouse.LoadProgress.Action;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a person sees of a run that takes long. */
class RunReportTest {
    private static final Pipeline STOCK = PipelineReader.read(
            Path.of("../pipelines/stock.yaml"),
            Variables.of(
                    Map.of(),
                    Map.of(
                            "STOCK_SOURCE_URL", "jdbc:mysql://source.example:3306/stock",
                            "STOCK_SOURCE_USER", "reader",
                            "STOCK_SOURCE_PASSWORD", "secret",
                            "LAKE_RAW", "file:/lake/raw",
                            "LAKE_PROCESSED", "file:/lake/processed",
                            "WAREHOUSE_URL", "jdbc:postgresql://warehouse.example:5432/dw",
                            "WAREHOUSE_USER", "writer",
                            "WAREHOUSE_PASSWORD", "secret")));

    private static final Manifest MANIFEST = Manifests.manifest(
            1,
            Map.of(
                    "Transaction", Manifests.incremental(400, Optional.empty()),
                    "User", Manifests.incremental(200, Optional.empty())));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long seconds = 7;

    @Test
    void aLongReadTellsItsRows() {
        RunReport report = on(Screen.none());
        report.fetching(transactions(), 100, OptionalLong.of(1_000));
        seconds += 10;
        report.fetching(transactions(), 400, OptionalLong.of(1_000));

        assertThat(err.toString().lines())
                .containsExactly("read     Transaction: 50 %, 500 of 1,000 rows, 50 rows/s, 0:10 left");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aLongCopyTellsItsRowsOfThoseThatTheManifestCounts() {
        RunReport report = on(Screen.none());
        for (String table : List.of("transaction_fact", "user_dim")) {
            report.staging(MANIFEST, table, 20);
            seconds += 10;
            report.staging(MANIFEST, table, 80);
        }

        assertThat(err.toString().lines())
                .containsExactly(
                        "copy     transaction_fact: 25 %, 100 of 400 rows, 10 rows/s, 0:30 left",
                        "copy     user_dim: 50 %, 100 of 200 rows, 10 rows/s, 0:10 left");
    }

    @Test
    void stepsWithManyRowsAreAnnounced() {
        RunReport report = on(Screen.none());
        for (long rows : new long[] {999_999, 1_000_000}) {
            for (Step step : Step.values()) {
                report.beginning(step, rows);
            }
            for (Action action : Action.values()) {
                report.applying(MANIFEST, "user_dim", action, rows);
            }
        }

        assertThat(out.toString().lines())
                .containsExactly(
                        "compare  1,000,000 rows read with the state of the lake",
                        "write    1,000,000 changed rows to the lake",
                        "process  the models of 1,000,000 changed rows",
                        "look     through 1,000,000 changed rows for what is not needed",
                        "match    user_dim           1,000,000 rows",
                        "apply    user_dim           1,000,000 rows",
                        "check    user_dim           1,000,000 rows");
    }

    @Test
    void aPruneTellsWhatGoesAndHowMuchThatIs() {
        RunReport report = on(Screen.none());
        List<Pruned> steps = List.of(
                new Pruned(Pruned.Kind.DEBRIS, "changes/User", "2 rows of 1 dead run", 1, 999),
                new Pruned(
                        Pruned.Kind.SNAPSHOT,
                        "snapshots/User",
                        "3 snapshots, as of 2026-01-01 to 2026-01-03",
                        3,
                        1_000),
                new Pruned(Pruned.Kind.SNAPSHOT, "snapshots/Stock", "1 snapshot, as of 2026-01-01", 1_000, 1_999_960),
                new Pruned(Pruned.Kind.COMPACT, "changes/User", "288 small files into 1", 288, 2_345_678_901L),
                new Pruned(Pruned.Kind.VACUUM, "processed/user_dim", "no longer in use", 2, 999_949));
        steps.forEach(report::pruned);
        report.prunedAll(steps, Prune.Mode.DRY_RUN);
        report.prunedAll(List.of(), Prune.Mode.DRY_RUN);

        assertThat(out.toString().lines())
                .containsExactly(
                        "debris   changes/User       2 rows of 1 dead run: 1 file, 999 B",
                        "snapshot snapshots/User     3 snapshots, as of 2026-01-01 to 2026-01-03: 3 files, 1.0 kB",
                        "snapshot snapshots/Stock    1 snapshot, as of 2026-01-01: 1,000 files, 2.0 MB",
                        "compact  changes/User       288 small files into 1: 288 files, 2.3 GB",
                        "vacuum   processed/user_dim no longer in use: 2 files, 999.9 kB",
                        "dry run  debris 1 file, 999 B; snapshot 1,003 files, 2.0 MB; compact 288 files, 2.3 GB;"
                                + " vacuum 2 files, 999.9 kB; nothing was written",
                        "dry run  nothing to prune");
    }

    @Test
    void aPruneWithoutWorkSaysSo() {
        RunReport report = on(Screen.none());
        report.prunedAll(List.of(), Prune.Mode.PRUNE);

        assertThat(out.toString()).startsWith("pruned   nothing to prune  (");
    }

    @Test
    void progressMakesRoomForALine() {
        RunReport report = on(new Screen(OptionalInt.of(60)));
        report.fetching(transactions(), 0, OptionalLong.empty());
        seconds += 2;
        report.fetching(transactions(), 100, OptionalLong.empty());
        report.warning("look at this");

        String drawn = "read     Transaction  100 rows  50 rows/s";
        assertThat(err).hasToString("\r" + drawn + "\r" + " ".repeat(drawn.length()) + "\r");
        assertThat(out).hasToString("warning  look at this" + System.lineSeparator());
    }

    private RunReport on(Screen screen) {
        RowProgress progress = new RowProgress(new PrintWriter(err), screen, () -> seconds * 1_000_000_000);
        return new RunReport(STOCK, new PrintWriter(out), progress);
    }

    private static ReadPlan transactions() {
        return new ReadPlan(
                STOCK.table("Transaction"),
                new TableSchema("Transaction", Manifests.COLUMNS),
                Read.INITIAL,
                Optional.empty(),
                Optional.empty());
    }
}
