package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.run.Engine;
import dev.varve.run.IngestRequest;
import dev.varve.run.Run;
import dev.varve.warehouse.LoadCounts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two days of the depot in a process whose own zone is not UTC: no value and no validity shifts. On the second there are many
 * parts, so that progress is heard of.
 */
class OtherZoneIT {
    private static final TimeZone REAL = TimeZone.getDefault();

    private static final HeardRows heard = new HeardRows();
    private static PipelineFixture fixture;
    private static Run.Outcome second;

    @BeforeAll
    static void playTwoDaysInVietnam() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
        fixture = PipelineFixture.fresh("depot_zone");
        DepotDays.play(fixture, 1);
        DepotDays.change(fixture, 2);
        Rows.execute(
                fixture.source(), "INSERT INTO Part SELECT 'X', seq, 'Spacer', 1, REPEAT('n', 40) FROM seq_1_to_12000");
        Pipeline depot = PipelineReader.read(DepotDays.pipelineFile(), Variables.of(fixture.variables(), Map.of()));
        second = new Run(new Engine(depot, Clock.systemUTC(), heard))
                .run(new IngestRequest(Optional.empty(), Optional.of(Instant.parse(DepotDays.night(2))), Set.of()));
    }

    /** What is left after the last ten thousand is not told of. */
    @Test
    void rowsOfTheSourceAreToldWhileTheyAreRead() {
        Map<String, TableManifest> tables = second.ingested().orElseThrow().tables();
        assertThat(Objects.requireNonNull(tables.get("Part")).counts().read()).isEqualTo(12_004);
        assertThat(tables)
                .allSatisfy((name, table) -> assertThat(heard.fetched(name))
                        .as(name)
                        .isEqualTo(table.counts().read() / 10_000 * 10_000));
    }

    /** What is left after the last 64 KiB is not told of: at more than 40 bytes a part, less than 2,000 of them. */
    @Test
    void rowsForTheWarehouseAreToldWhileTheyAreSent() {
        List<LoadCounts> counts = second.loaded().get(0).counts();
        assertThat(counts).extracting(LoadCounts::table).contains("parts", "movement");
        assertThat(counts)
                .allSatisfy(table -> assertThat(heard.staged(table.table()))
                        .as(table.table())
                        .isBetween(table.staged() - 2_000, table.staged()));
        assertThat(heard.staged("parts")).isPositive();
    }

    @Test
    void stepsAreToldWithTheirRows() {
        Manifest manifest = second.ingested().orElseThrow();
        long read = manifest.tables().values().stream()
                .mapToLong(table -> table.counts().read())
                .sum();
        long changed = manifest.rowsChanged();
        long parts = second.loaded().get(0).counts().stream()
                .filter(table -> table.table().equals("parts"))
                .mapToLong(LoadCounts::staged)
                .sum();
        assertThat(changed).isGreaterThan(12_000);
        assertThat(heard.steps())
                .startsWith("COMPARE " + read, "WRITE " + changed, "PROCESS " + changed)
                .containsSubsequence("MATCH parts " + parts, "WRITE parts " + parts);
    }

    @AfterAll
    static void close() {
        TimeZone.setDefault(REAL);
        fixture.close();
    }

    @Test
    void warehouseSessionsAreInUtc() {
        assertThat(Rows.of(fixture.warehouse(), "SHOW TimeZone")).containsExactly("UTC");
    }

    @Test
    void zonelessCursorsStayWhereTheirDeclaredZonePutsThem() {
        assertThat(DepotDays.suppliers(fixture.warehouse()))
                .containsExactly(
                        "1 | Acme | Hanoi | 1900-01-01 00:00:00+00 | 2026-03-02 08:00:00+00 | f | f | f | initial | 2026-03-01",
                        "1 | Acme | Da Nang | 2026-03-02 08:00:00+00 | 9999-12-31 00:00:00+00 | t | f | f | exact | 2026-03-02",
                        "2 | Best | Hue | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | f | initial | 2026-03-01",
                        "2 | Best | Vinh | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | moved | 2026-03-02",
                        "3 | Cargo | null | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-02");
    }

    @Test
    void instantsAndZonelessTimesOfFactsAreTheSources() {
        assertThat(DepotDays.movements(fixture.warehouse()))
                .containsExactly(
                        "100 | 1 | 5 | 2026-03-01 09:00:00+00 | 2026-03-29 02:30:00 | N 1 1900-01-01 00:00:00+00 | N 1 1900-01-01 00:00:00+00 | 1 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | 2026-03-01",
                        "100 | 2 | 6 | 2026-03-01 09:00:00.000001+00 | null | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "101 | 1 | 7 | 2026-03-01 23:59:59.999999+00 | null | S 9 1900-01-01 00:00:00+00 | S 9 1900-01-01 00:00:00+00 | 2 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "102 | 1 | 8 | 2026-03-02 10:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 2026-03-02 08:00:00+00 | null | 2026-03-02",
                        "102 | 2 | 9 | 2026-03-02 07:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 1900-01-01 00:00:00+00 | null | 2026-03-02",
                        "104 | 1 | 4 | 2026-03-02 12:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 2026-03-02 08:00:00+00 | null | 2026-03-02");
    }

    @Test
    void theWatermarkIsAnInstant() {
        assertThat(fixture.history("depot")
                        .lastOf("Supplier")
                        .orElseThrow()
                        .watermark()
                        .orElseThrow())
                .hasToString("2026-03-02T08:00:00Z");
        assertThat(fixture.history("depot")
                        .lastOf("Order")
                        .orElseThrow()
                        .watermark()
                        .orElseThrow())
                .hasToString("2026-03-02T12:00:00Z");
    }
}
