package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Lease;
import dev.varve.lake.Manifest;
import dev.varve.lake.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Data, lakes and ledgers that a guard refuses, and writers that come second. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadDataIT {
    private static final String NEXT = "2026-03-03T00:30:00Z";

    private static final String OTHER_LAKE =
            " Check that lake and warehouse belong together; 'varve rebuild shop --yes' replaces"
                    + " what was loaded by what this lake holds. Nothing was loaded.";

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open("bad_data");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void aKeyThatOccursTwiceIsNamed() {
        assertThat(shop.refused(3, "ingest", keyedBy("twin"), "--now", NEXT))
                .isEqualTo("varve: Cannot ingest table Item: 1 key of [twin] occurs more than once: 77."
                        + " Correct the rows, or the key in the pipeline file. Nothing was written.");
    }

    @Test
    void aNullInAKeyIsCounted() {
        assertThat(shop.refused(3, "ingest", keyedBy("code"), "--now", NEXT))
                .isEqualTo("varve: Cannot ingest table Item: 2 rows have a NULL in the key [code]."
                        + " Correct the rows, or the key in the pipeline file. Nothing was written.");
    }

    /** The primary key vouches for its own columns alone. */
    @Test
    void aNullInAKeyThatIsWiderThanThePrimaryKeyIsCounted() {
        String file = shop.changed(
                "wider",
                "pipeline: shop",
                "pipeline: other",
                "key: item_id",
                "key: [item_id, code]",
                "SELECT item_id,",
                "SELECT item_id, code,");
        assertThat(shop.refused(3, "ingest", file, "--now", NEXT))
                .startsWith(
                        "varve: Cannot ingest table Item: 2 rows have a NULL in the key [item_id, code]: (2, NULL), (3, NULL).");
    }

    @Test
    void thePrimaryKeyOfATableWhoseNameDiffersInCaseVouchesForNothing() {
        Rows.execute(
                shop.fixture().source(),
                "CREATE TABLE Pair AS SELECT * FROM Item UNION ALL SELECT * FROM Item WHERE item_id = 2",
                "CREATE TABLE pair (item_id INT PRIMARY KEY)");
        String file = shop.changed(
                "pair",
                "pipeline: shop",
                "pipeline: other",
                "Item:\n",
                "Pair:\n",
                "from: Item",
                "from: Pair",
                "FROM Item",
                "FROM Pair");
        assertThat(shop.refused(3, "ingest", file, "--now", NEXT))
                .startsWith("varve: Cannot ingest table Pair: 1 key of [item_id] occurs more than once: 2.");
    }

    /** A new pipeline, as one with a lake may not change a key. */
    private static String keyedBy(String columns) {
        return shop.changed(
                "other",
                "pipeline: shop",
                "pipeline: other",
                "key: item_id\n    capture",
                "key: " + columns + "\n    capture");
    }

    @Test
    void aChangedKeyIsRefused() {
        String file = shop.changed("rekeyed", "key: item_id\n    capture", "key: name\n    capture");
        assertThat(shop.refused(3, "ingest", file, "--now", NEXT))
                .isEqualTo("varve: Cannot ingest table Item: its key changed from [item_id] to [name]."
                        + " Restore the key, or start a new pipeline.");
    }

    @Test
    void aTableOfAnotherPipelineIsNotLoaded() {
        String file = shop.changed("second", "pipeline: shop", "pipeline: second");
        assertThat(shop.fixture().run("ingest", file, "--now", NEXT).code()).isZero();
        assertThat(shop.refused(3, "load", file))
                .isEqualTo("varve: Cannot load pipeline second: table shop.item_dim belongs to pipeline shop."
                        + " Give this one a schema of its own, then run 'varve load second'. Nothing was loaded.");
    }

    @Test
    void anEarlierIntervalIsNotFilledIn() {
        assertThat(shop.refused(3, "ingest", shop.file("shop"), "--as-of", "2026-02-27", "--now", NEXT))
                .isEqualTo(
                        "varve: Cannot ingest pipeline shop as of 2026-02-27: manifest 1 as of 2026-03-01 has bridged"
                                + " it already, and a missed interval is never filled in later. Its changes come with the next"
                                + " interval; a --now must be after 2026-03-02T00:30:00Z.");
    }

    @Test
    void aLakeOfAnotherWarehouseIsRefused() {
        String elsewhere = "file://" + shop.fixture().folder().resolve("elsewhere");
        assertThat(shop.refusedWith("LAKE_RAW", elsewhere, 3, "load", shop.file("shop")))
                .isEqualTo(
                        "varve: Cannot load pipeline shop: the warehouse holds manifest 1 as of 2026-03-01, which the lake"
                                + " does not have." + OTHER_LAKE);
        try (PipelineFixture other = shop.fixture().beside("bad_data_other")) {
            other.variables().put("LAKE_RAW", elsewhere);
            other.variables().put("SHOP_MIGRATIONS", "not used by ingest");
            assertThat(other.run("ingest", shop.file("shop"), "--now", "2026-03-02T00:30:00Z")
                            .code())
                    .isZero();
        }
        assertThat(shop.refusedWith("LAKE_RAW", elsewhere, 3, "load", shop.file("shop")))
                .isEqualTo(
                        "varve: Cannot load pipeline shop: the lake's manifest 1 as of 2026-03-01 is not the one that was"
                                + " loaded." + OTHER_LAKE);
        String real = Objects.requireNonNull(shop.fixture().variables().put("LAKE_RAW", elsewhere));
        try {
            assertThat(shop.fixture().run("status", shop.file("shop")).out())
                    .contains(
                            "problem    the lake's manifest 1 as of 2026-03-01 is not the one that was loaded; a load is"
                                    + " refused. Check that lake and warehouse belong together; 'varve rebuild shop --yes' replaces"
                                    + " what was loaded by what this lake holds.\n")
                    .containsPattern("Item +snapshot_diff +\\S+ +\\d.* +not known\n");
        } finally {
            shop.fixture().variables().put("LAKE_RAW", real);
        }
    }

    @Test
    void aSecondIngestIsRefusedWhileTheLeaseIsHeld() {
        ObjectStore store = shop.fixture().layout("shop").store();
        try (Lease lease = Lease.claim(store, "the-first", Clock.systemUTC())) {
            lease.ensureHeld();
            assertThat(shop.refused(4, "ingest", shop.file("shop"), "--now", NEXT))
                    .startsWith("varve: Cannot write the lake: run the-first (process "
                            + ProcessHandle.current().pid() + " on ")
                    .endsWith("Wait for it, then run again.");
        }
    }

    @Test
    void aSecondLoadIsRefusedWhileTheLockIsHeld() {
        Rows.of(shop.fixture().warehouse(), "SELECT pg_advisory_lock(hashtextextended('varve:shop', 0))");
        try {
            assertThat(shop.refused(4, "load", shop.file("shop")))
                    .isEqualTo("varve: Cannot load pipeline shop: another process is loading it into this warehouse."
                            + " Wait for it, then run 'varve load shop'.");
        } finally {
            Rows.of(shop.fixture().warehouse(), "SELECT pg_advisory_unlock(hashtextextended('varve:shop', 0))");
        }
    }

    @Test
    void aManifestThatIsGarbageIsNamed() {
        TestLake lake = shop.fixture().lake();
        String manifest = "raw/shop/manifests/1.json";
        String real = lake.read(manifest);
        List<String> garbage = List.of(
                "",
                "{",
                "null",
                "{\"number\": 1}",
                "garbage",
                real.replaceFirst("\"as_of\" : [^,]*,", ""),
                real.replace("\"format\" : 1", "\"format\" : 2"),
                real.replace("\"number\" : 1", "\"number\" : 2"));
        try {
            for (String content : garbage) {
                assertThat(content).isNotEqualTo(real);
                lake.write(manifest, content);
                for (String command : List.of("ingest", "load", "status")) {
                    assertThat(shop.refused(1, command, shop.file("shop")))
                            .isEqualTo("varve: Cannot read manifests/1.json: it is no manifest of this version."
                                    + " Restore the file from a copy of the lake.");
                }
            }
        } finally {
            lake.write(manifest, real);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void aSnapshotThatLacksMostRowsIsRefusedAndCanBeLookedAt() {
        assertThat(quarantine()).isEqualTo("quarantine  empty: no snapshot of pipeline shop was refused\n");
        Rows.execute(
                shop.fixture().source(),
                IntStream.rangeClosed(11, 27)
                        .mapToObj(id -> "INSERT INTO Item VALUES (" + id + ", 0, 0, 'more', 1.5)")
                        .toArray(String[]::new));
        assertThat(shop.fixture().run("run", shop.file("shop"), "--now", NEXT).code())
                .isZero();
        Rows.execute(shop.fixture().source(), "DELETE FROM Item WHERE item_id > 2 AND item_id <> 11");
        String refusal = "the source shows 3 rows, which would delete 17 of 20 (max_delete_fraction is 0.3)";
        for (String night : List.of("2026-03-04T00:30:00Z", "2026-03-05T00:30:00Z")) {
            assertThat(shop.refusedIntoQuarantine(3, "run", shop.file("shop"), "--now", night))
                    .contains(": table Item: " + refusal
                            + ", such as 3, 12, 13, 14, 15 and 12 more. Look at what was read with 'varve quarantine shop Item'; if it is"
                            + " right, run again with --approve-deletes Item.");
        }
        assertThat(quarantine("Item", "--rows", "2")).isEqualTo("""
                Item  as of 2026-03-04, read at 2026-03-05T00:30:00Z, 3 rows (not kept): waits for an ingest\
                 that passes, or for --approve-deletes Item
                    %1$s
                Item  as of 2026-03-03, read at 2026-03-04T00:30:00Z, 3 rows: waits for an ingest that passes, or for\
                 --approve-deletes Item
                    %1$s
                    item_id 1, twin 77, code 1, name Bolt, price 1.00
                    item_id 2, twin 77, code NULL, name Nut, price 2.00
                """.formatted(refusal));
        assertThat(quarantine("--json"))
                .contains("\"as_of\" : \"2026-03-04\"", "\"outcome\" : \"waiting\"", "\"ended_by\" : null");
        assertThat(shop.refused(2, "quarantine", shop.file("shop"), "item"))
                .isEqualTo("varve: Cannot look at table item of pipeline shop: it has no such table. Known are: Item.");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void anEmptiedTableIsRefusedUntilItIsApproved() {
        String night = "2026-03-06T00:30:00Z";
        Rows.execute(shop.fixture().source(), "DELETE FROM Item");
        assertThat(shop.refusedIntoQuarantine(3, "run", shop.file("shop"), "--now", night))
                .isEqualTo(
                        "varve: Cannot ingest pipeline shop as of 2026-03-05: table Item: the source shows 0 rows, which would"
                                + " delete 20 of 20 (max_delete_fraction is 0.3), such as 1, 2, 3, 11, 12 and 15 more. Look at what was read with 'varve quarantine shop"
                                + " Item'; if it is right, run again with --approve-deletes Item.");
        Outcome approved = shop.fixture().run("run", shop.file("shop"), "--now", night, "--approve-deletes", "Item");
        assertThat(approved.err()).isEmpty();
        assertThat(approved.code()).isZero();
        Manifest manifest = shop.fixture().history("shop").last().orElseThrow();
        assertThat(manifest.approvedDeletes()).containsExactly("Item");
        assertThat(manifest.table("Item").orElseThrow().counts().deleted()).isEqualTo(20);
        assertThat(Rows.of(
                        shop.fixture().warehouse(),
                        "SELECT count(*), valid_to, is_current, is_deleted FROM shop.item_dim WHERE sk_item > 0"
                                + " GROUP BY 2, 3, 4"))
                .containsExactly("20 | 2026-03-06 00:30:00+00 | f | t");
        assertThat(quarantine()).contains("0 rows: approved by the ingest as of 2026-03-05\n");
    }

    private static String quarantine(String... args) {
        List<String> command = new ArrayList<>(List.of("quarantine", shop.file("shop")));
        command.addAll(List.of(args));
        Outcome outcome = shop.fixture().run(command.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }
}
