package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.History;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Sessions;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Nights that go wrong, beside a lake and a warehouse over the same source whose nights are all clean. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StockRecoveryIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    private static PipelineFixture clean;
    private static PipelineFixture disturbed;

    @BeforeAll
    static void open() {
        clean = PipelineFixture.fresh("stock_clean");
        disturbed = clean.beside("stock_disturbed");
    }

    @AfterAll
    static void close() {
        disturbed.close();
        clean.close();
    }

    @Test
    @Order(1)
    void aManifestThatWasLostBeforeItsLoadIsMadeAnew() {
        cleanNight(FIRST);
        assertDone(StockDays.night(disturbed, "ingest", FIRST));
        disturbed.lake().delete(manifest(1));
        assertDone(StockDays.night(disturbed, "run", FIRST));
        assertSameAsClean(1);
    }

    @Test
    @Order(2)
    void aKilledIngestIsDoneAnewAndItsDebrisIsNotRead() throws Exception {
        LocalDate day = FIRST.plusDays(1);
        cleanNight(day);
        String lease = "raw/stock/lease.json";
        KilledIngest killed = KilledIngest.at(disturbed, day);
        boolean committed = disturbed.lake().exists(manifest(2)); // the machine may have been that slow to kill
        if (!committed) {
            assertThat(disturbed.lake().read(lease)).contains("\"pid\" : " + killed.pid());
            assertThat(killed.snapshotVersions()).isPositive();
        }
        assertDone(StockDays.night(disturbed, "run", day));
        assertThat(disturbed.lake().exists(lease)).isFalse();
        assertSameAsClean(2);
        assertLakeShowsTheSource();
    }

    @Test
    @Order(3)
    void aLoadThatWaitedCatchesUp() {
        LocalDate day = FIRST.plusDays(2);
        cleanNight(day);
        assertDone(StockDays.night(disturbed, "ingest", day));
        assertThat(StockDays.load(disturbed).out()).contains("loaded   manifest 3 as of 2026-03-04");
        assertSameAsClean(3);
    }

    private static void cleanNight(LocalDate day) {
        StockDays.generate(clean, day);
        assertDone(StockDays.night(clean, "run", day));
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    private static void assertSameAsClean(int manifests) {
        assertThat(disturbed.history("stock").entries()).hasSize(manifests);
        assertThat(StockStar.meaning(disturbed.warehouse()))
                .isNotEmpty()
                .isEqualTo(StockStar.meaning(clean.warehouse()));
    }

    /** State by key, once each, as many as the source has. */
    private static void assertLakeShowsTheSource() {
        History history = disturbed.history("stock");
        LakeTables lake = new LakeTables(Sessions.open(disturbed.layout("stock")), disturbed.layout("stock"));
        for (String table : List.of("Stock", "User", "Transaction")) {
            Dataset<Row> state = lake.state(history, table).orElseThrow();
            assertThat(state.count())
                    .isEqualTo(state.select("key").distinct().count())
                    .isEqualTo(Rows.number(disturbed.source(), "SELECT COUNT(*) FROM `" + table + "`"));
        }
    }

    private static String manifest(int number) {
        return "raw/stock/manifests/" + number + ".json";
    }
}
