package dev.varve.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.History;
import dev.varve.lake.Manifests;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.report.RunReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A lake whose one manifest is as of 2026-11-15, which was read late. */
class IngestOrderTest {
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

    private static final Instant LAST = Instant.parse("2026-11-20T00:30:00Z");
    private static final History HISTORY = Manifests.history(Manifests.manifest(1, LAST, Map.of()));

    private final IngestOrder order = new IngestOrder(
            new Engine(STOCK, Clock.systemUTC(), RunReport.toLog(STOCK)),
            new IngestRequest(Optional.empty(), Optional.empty(), Set.of()));

    @Test
    void aSourceClockThatWentBackIsRefused() {
        assertThatThrownBy(() -> order.check(HISTORY, "2026-11-18", Instant.parse("2026-11-19T00:30:00Z")))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot ingest pipeline stock as of 2026-11-18: the read point 2026-11-19T00:30:00Z is not"
                        + " after that of manifest 1, 2026-11-20T00:30:00Z. Check the source's clock, or --now.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
        assertThatThrownBy(() -> order.check(HISTORY, "2026-11-18", LAST))
                .hasMessageContaining(" is not after that of manifest 1, ");
    }

    @Test
    void aLaterReadOfALaterLabelIsLetThrough() {
        assertThatCode(() -> order.check(HISTORY, "2026-11-19", LAST.plusNanos(1000)))
                .doesNotThrowAnyException();
    }
}
