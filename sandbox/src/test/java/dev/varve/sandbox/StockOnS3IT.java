package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.LakeTables;
import dev.varve.lake.Sessions;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same nights of the stock platform with a lake on disk and with one in two buckets, one of them killed and run again. */
class StockOnS3IT {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final int DAYS = 2;

    private static PipelineFixture disk;
    private static PipelineFixture s3;

    @BeforeAll
    static void playTheDays() throws Exception {
        disk = PipelineFixture.fresh("stock_on_disk", TestLake::onDisk);
        s3 = disk.beside("stock_on_s3", folder -> TestLake.onS3("stock"));
        for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(DAYS)); day = day.plusDays(1)) {
            StockDays.generate(disk, day);
            assertDone(StockDays.night(disk, "run", day));
            if (day.equals(FIRST.plusDays(DAYS - 1))) {
                KilledIngest killed = KilledIngest.at(s3, day);
                if (s3.history("stock").entries().size() < DAYS) { // the machine may have been that slow to kill it
                    assertThat(s3.lake().read("raw/stock/lease.json")).contains("\"pid\" : " + killed.pid());
                    assertThat(killed.snapshotVersions()).isPositive();
                }
            }
            assertDone(StockDays.night(s3, "run", day));
        }
    }

    @AfterAll
    static void close() {
        s3.close();
        disk.close();
    }

    @Test
    void theWarehousesAreEqual() {
        assertThat(StockStar.meaning(s3.warehouse()))
                .hasSizeGreaterThan(500)
                .isEqualTo(StockStar.meaning(disk.warehouse()));
    }

    @Test
    void theLakesAreEqual() {
        for (String table : List.of("Stock", "User", "Transaction")) {
            assertThat(state(s3, table)).isNotEmpty().containsExactlyInAnyOrderElementsOf(state(disk, table));
        }
        assertThat(s3.history("stock").entries()).hasSize(DAYS);
    }

    @Test
    void rawAndProcessedLieInTheirOwnBuckets() {
        assertThat(s3.layout("stock").raw().toString()).matches("s3a://stock-\\w+-raw/lake/stock");
        assertThat(s3.lake().list("raw")).anyMatch(file -> file.contains("/snapshots/Stock/"));
        assertThat(s3.lake().list("processed"))
                .isNotEmpty()
                .allMatch(file -> file.matches("processed/stock/\\w+_(dim|fact)/.*"));
        assertThat(s3.lake().exists("raw/stock/lease.json")).isFalse();
    }

    @Test
    void theRequestsOfACommandAreLogged() {
        assertDone(StockDays.load(s3));

        Matcher requests = Pattern.compile("S3 requests: (\\d+) \\((.*)\\)$")
                .matcher(
                        Shop.log().lines().toList().get((int) Shop.log().lines().count() - 1));
        assertThat(requests.find()).as(Shop.log()).isTrue();
        // Each manifest is read once, and the two folders of the log are listed: a load that has nothing to do asks no
        // more.
        assertThat(requests.group(2)).isEqualTo("GetObject " + DAYS + ", ListObjectsV2 2");
    }

    private static List<String> state(PipelineFixture fixture, String table) {
        LakeTables lake = new LakeTables(Sessions.open(fixture.layout("stock")), fixture.layout("stock"));
        return lake.state(fixture.history("stock"), table)
                .map(Dataset::toJSON)
                .orElseThrow()
                .collectAsList();
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }
}
