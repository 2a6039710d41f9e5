package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.capture.ReadPlan;
import dev.varve.lake.Manifest;
import dev.varve.lake.Manifests;
import dev.varve.lake.TableManifest.Read;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
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
                        "match    user_dim           1,000,000 rows",
                        "apply    user_dim           1,000,000 rows",
                        "check    user_dim           1,000,000 rows");
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
