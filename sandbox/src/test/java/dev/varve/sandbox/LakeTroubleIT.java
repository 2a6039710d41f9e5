package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Layout;
import dev.varve.lake.Sessions;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A lake whose files are damaged: no half of anything is read, and what is mended goes on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LakeTroubleIT {
    private static final String SECOND = "2026-03-03T00:30:00Z";
    private static final String THIRD = "2026-03-04T00:30:00Z";
    private static final String AGAIN = " Nothing of this run is visible; run again once the cause is gone.";

    private static Shop shop;
    private static TestLake lake;

    @BeforeAll
    static void open() {
        shop = Shop.open("lake_trouble");
        lake = shop.fixture().lake();
        Rows.execute(shop.fixture().source(), "UPDATE Item SET price = price + 1");
        assertDone(shop.fixture().run("run", shop.file("shop"), "--now", SECOND));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    void aMissingFileOfANamedRunIsTold() {
        String file = lake.newest("raw/shop/snapshots/Item", ".parquet");
        lake.whileAway(
                file,
                () -> assertThat(shop.refused(1, "ingest", shop.file("shop"), "--now", THIRD))
                        .startsWith("varve: Cannot ingest table Item of pipeline shop as of 2026-03-03: ")
                        .contains(name(file))
                        .endsWith(AGAIN));
    }

    @Test
    @Order(1)
    void aDeltaLogThatLostACommitIsTold() {
        String commit = lake.newest("raw/shop/snapshots/Item/_delta_log", ".json");
        lake.whileAway(
                commit,
                () -> assertThat(shop.refused(3, "ingest", shop.file("shop"), "--now", THIRD))
                        .isEqualTo("varve: Cannot compute the state of table Item: the snapshot of manifest 2 as of"
                                + " 2026-03-02 is not there. Restore the lake's files, and prunes/ with them, from a"
                                + " copy."));
    }

    @Test
    @Order(1)
    void aMissingDeltaLogIsTold() {
        lake.whileAway(
                "raw/shop/snapshots/Item/_delta_log",
                () -> assertThat(shop.refused(1, "ingest", shop.file("shop"), "--now", THIRD))
                        .startsWith("varve: Cannot ingest table Item of pipeline shop as of 2026-03-03: ")
                        .endsWith(AGAIN));
    }

    @Test
    @Order(1)
    void aLeaseThatIsNoneIsNamed() {
        String lease = "raw/shop/lease.json";
        for (String content : List.of("", "{", "{}", "null", "{\"run_id\":null,\"host\":null,\"pid\":1}")) {
            lake.write(lease, content);
            assertThat(shop.refused(1, "ingest", shop.file("shop"), "--now", THIRD))
                    .isEqualTo(
                            "varve: Cannot read lease.json: it is no lease. Delete it if no run is writing this lake.");
        }
        lake.delete(lease);
    }

    @Test
    @Order(1)
    void aLakeThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(shop.fixture().folder().resolve("file"), "");
        assertThat(shop.refusedWith("LAKE_RAW", file.toString(), 1, "ingest", shop.file("shop"), "--now", THIRD))
                .startsWith("varve: Cannot write " + file + "/shop/lease.json: ")
                .endsWith(". Check the lake's folder, its rights and its free space.");
    }

    @Test
    @Order(2)
    void whatWasRestoredGoesOn() {
        Rows.execute(shop.fixture().source(), "UPDATE Item SET price = 9 WHERE item_id = 1");
        assertDone(shop.fixture().run("ingest", shop.file("shop"), "--now", THIRD));
        String commit = lake.newest("raw/shop/changes/Item/_delta_log", ".json");
        lake.whileAway(
                commit,
                () -> assertThat(shop.refused(3, "load", shop.file("shop")))
                        .isEqualTo(
                                "varve: Cannot load pipeline shop as of 2026-03-03: the lake shows 0 changes of table"
                                        + " Item, and its manifest counts 1. Restore the lake's files from a copy. Then"
                                        + " run 'varve load shop'. Nothing of this interval was loaded."));
        String layer = lake.newest("raw/shop/changes/Item", ".parquet");
        lake.whileAway(
                layer,
                () -> assertThat(shop.refused(1, "load", shop.file("shop")))
                        .startsWith("varve: Cannot load ")
                        .contains(name(layer))
                        .endsWith("Nothing of this interval was loaded."));
        assertDone(shop.fixture().run("load", shop.file("shop")));
        assertThat(Rows.of(
                        shop.fixture().warehouse(),
                        "SELECT price, valid_from FROM shop.item_dim WHERE item_id = 1 ORDER BY valid_from"))
                .containsExactly(
                        "1.00 | 1900-01-01 00:00:00+00",
                        "2.00 | 2026-03-02 00:30:00+00",
                        "9.00 | 2026-03-03 00:30:00+00");
    }

    @Test
    @Order(3)
    void aSnapshotThatLostRowsIsTold() {
        Layout layout = shop.fixture().layout("shop");
        DeltaTable.forPath(Sessions.open(layout), layout.snapshots("Item")).delete("row.item_id = 1");

        assertThat(shop.refused(3, "ingest", shop.file("shop"), "--now", "2026-03-05T00:30:00Z"))
                .isEqualTo(
                        "varve: Cannot ingest table Item: the lake shows 2 rows of its state, and its manifests count"
                                + " 3. Restore the lake's files from a copy. Nothing was written.");
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
