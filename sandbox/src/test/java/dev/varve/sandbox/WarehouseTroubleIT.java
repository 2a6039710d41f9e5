package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A warehouse that takes no rows, or not these, while a manifest waits for its load; and lakes that lost theirs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WarehouseTroubleIT {
    private static final String MODEL = "SELECT item_id, name, price FROM Item";
    private static final String NOT_LOADED = "Nothing of this interval was loaded.";

    private static final String OTHER_LAKE =
            " Check that lake and warehouse belong together; 'varve rebuild shop --yes' replaces"
                    + " what was loaded by what this lake holds. Nothing was loaded.";

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open("warehouse_trouble");
        Rows.execute(
                shop.fixture().source(),
                "UPDATE Item SET price = price + 1",
                "UPDATE Item SET name = CONCAT('Ge', CHAR(0), 'ar') WHERE item_id = 3");
        assertThat(shop.fixture()
                        .run("ingest", shop.file("shop"), "--now", "2026-03-03T00:30:00Z")
                        .code())
                .isZero();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    void aRightThatIsMissingIsTold() {
        String file = shop.changed("clean", MODEL, "SELECT item_id, 'x' AS name, price FROM Item");
        Rows.execute(shop.fixture().warehouse(), "REVOKE UPDATE ON shop.item_dim FROM varve");
        try {
            assertThat(shop.refused(1, "load", file))
                    .isEqualTo("varve: Cannot load item_dim of pipeline shop as of 2026-03-02: ERROR: permission denied"
                            + " for table item_dim. Grant the warehouse's account the right. " + NOT_LOADED);
        } finally {
            Rows.execute(shop.fixture().warehouse(), "GRANT UPDATE ON shop.item_dim TO varve");
        }
    }

    @Test
    @Order(1)
    void aLedgerThatTakesNoRowIsTold() {
        String file = shop.changed("clean", MODEL, "SELECT item_id, 'x' AS name, price FROM Item");
        Rows.execute(shop.fixture().warehouse(), "REVOKE INSERT ON varve.load FROM varve");
        try {
            assertThat(shop.refused(1, "load", file))
                    .isEqualTo("varve: Cannot load pipeline shop as of 2026-03-02: ERROR: permission denied for table"
                            + " load. Grant the warehouse's account the right. " + NOT_LOADED);
        } finally {
            Rows.execute(shop.fixture().warehouse(), "GRANT INSERT ON varve.load TO varve");
        }
    }

    @Test
    @Order(1)
    void aReadOnlyWarehouseIsTold() {
        String database =
                Rows.of(shop.fixture().warehouse(), "SELECT current_database()").get(0);
        Rows.execute(
                shop.fixture().warehouse(), "ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        try {
            assertThat(shop.refused(1, "load", shop.file("shop")))
                    .startsWith("varve: Cannot load pipeline shop as of 2026-03-02: ERROR: cannot execute ")
                    .endsWith(" in a read-only transaction. The warehouse takes no writes: point at the primary, or end"
                            + " its read-only mode. " + NOT_LOADED);
        } finally {
            Rows.execute(
                    shop.fixture().warehouse(), "ALTER DATABASE " + database + " RESET default_transaction_read_only");
        }
    }

    @Test
    @Order(1)
    void aDatabaseWithoutTheRightToMakeSchemasIsTold() {
        try (PipelineFixture empty = shop.fixture().beside("warehouse_trouble_empty")) {
            Rows.execute(empty.warehouse(), "REVOKE CREATE ON DATABASE it_warehouse_trouble_empty FROM varve");
            String url = empty.variables().getOrDefault("WAREHOUSE_URL", "");
            assertThat(shop.refusedWith("WAREHOUSE_URL", url, 1, "load", shop.file("shop")))
                    .startsWith("varve: Cannot migrate schema varve of the warehouse from classpath:warehouse/varve: ")
                    .contains("permission denied for database")
                    .endsWith("Check the migrations, and the user's right to create schemas.");
        }
    }

    @Test
    @Order(1)
    void aPlanForAnEmptyWarehouseCountsWhatIsAskedAndMigratesNothing() {
        try (PipelineFixture empty = shop.fixture().beside("warehouse_trouble_plan")) {
            String real = shop.fixture().variables().getOrDefault("WAREHOUSE_URL", "");
            shop.fixture().variables().put("WAREHOUSE_URL", empty.variables().getOrDefault("WAREHOUSE_URL", ""));
            Outcome plan = shop.fixture().run("plan", shop.file("shop"));
            shop.fixture().variables().put("WAREHOUSE_URL", real);

            assertThat(plan.code()).as(plan.err()).isZero();
            assertThat(plan.out())
                    .startsWith("plan     2 manifests would be loaded after 0\nplan     ")
                    .contains(" migrations would be applied first; ", "varve: V1__ledger.sql", "shop: V1__shop.sql")
                    .contains("  item_dim              3 to upsert\n\nmanifest 2 ")
                    .endsWith("nothing was written; to do it: varve load shop\n");
            assertThat(Rows.of(
                            empty.warehouse(), "SELECT nspname FROM pg_namespace WHERE nspname IN ('varve', 'shop')"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "plan"})
    @Order(1)
    void aTextThatPostgresCannotKeepIsTold(String command) {
        assertThat(shop.refused(3, command, shop.file("shop")))
                .isEqualTo("varve: Cannot " + command
                        + " item_dim of pipeline shop as of 2026-03-02: column name of the row"
                        + " whose key [item_id] is 3 holds a NUL character, which Postgres cannot keep. Take it out in the"
                        + " model, by replace(name, char(0), ''), then run 'varve rebuild shop --yes'. Nothing "
                        + (command.equals("plan") ? "was changed." : "of this interval was loaded."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        array(name) AS name, price             | the model yields name as array<string>, and a column of type character varying in shop.item_dim has no counterpart for it;
        name, price, price AS Price            | Spark cannot tell 'Price' from another one: capitals do not count. Name the columns otherwise.
        name, price, 1 AS varve_op             | names that start with varve_ are kept for load itself.
        name, price, date'2026-03-01' AS valid_from | it yields 'valid_from', and load fills that column itself. Name the column otherwise.
        name, price, 1 AS sk_item              | it yields 'sk_item', and load fills that column itself.
        name, price, 1 AS nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn | is longer than the 63 bytes that Postgres keeps of a name.
        """)
    @Order(1)
    void aModelThatDoesNotFitIsTold(String columns, String reason) {
        String file = shop.changed("unfit", MODEL, "SELECT item_id, " + columns + " FROM Item");
        assertThat(shop.refused(2, "validate", file))
                .startsWith("varve: Cannot ")
                .contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "load"})
    @Order(1)
    void digitsThatTheWarehouseWouldRoundAreTold(String command) {
        String file = shop.changed("rounded", MODEL, "SELECT item_id, 'x' AS name, price / 3 AS price FROM Item");
        assertThat(shop.refused(2, command, file))
                .startsWith("varve: Cannot " + command + " item_dim of pipeline shop")
                .contains(": the model yields price as decimal(12,6), and a column of type numeric of scale 2 in"
                        + " shop.item_dim would round it. Cast it in the model, or change the column by a migration, then"
                        + " run 'varve " + command + " shop'.");
    }

    @Test
    @Order(2)
    void aModelThatWasMendedLoads() {
        // Another type than the attempts above left in the processed zone.
        String file = shop.changed(
                "mended",
                MODEL,
                "SELECT item_id, replace(name, char(0), '') AS name, CAST(price AS DECIMAL(8,1)) AS price FROM Item");
        Outcome load = shop.fixture().run("load", file);
        assertThat(load.err()).isEmpty();
        assertThat(Rows.of(
                        shop.fixture().warehouse(),
                        "SELECT item_id, name, price FROM shop.item_dim WHERE is_current ORDER BY 1"))
                .containsExactly("1 | Bolt | 2.00", "2 | Nut | 3.00", "3 | Gear | 4.00");
    }

    @Test
    @Order(3)
    void aManifestThatWasEditedIsNotTheOneThatWasLoaded() throws IOException {
        shop.fixture()
                .lake()
                .whileEdited(
                        manifest(2),
                        real -> real + "\n",
                        () -> assertThat(shop.refused(3, "load", shop.file("shop")))
                                .isEqualTo(
                                        "varve: Cannot load pipeline shop: the lake's manifest 2 as of 2026-03-02 is not the one"
                                                + " that was loaded." + OTHER_LAKE));
    }

    @Test
    @Order(3)
    void aManifestOfAnotherPipelineIsRefused() throws IOException {
        shop.fixture()
                .lake()
                .whileEdited(
                        manifest(2),
                        real -> real.replace("\"pipeline\" : \"shop\"", "\"pipeline\" : \"stock\""),
                        () -> {
                            for (String command : new String[] {"ingest", "load", "status"}) {
                                assertThat(shop.refused(3, command, shop.file("shop")))
                                        .isEqualTo(
                                                "varve: Cannot read manifests/2.json: it is of pipeline stock, not shop."
                                                        + " Restore the file from a copy of this lake.");
                            }
                        });
    }

    @Test
    @Order(4)
    void rowsWithoutTheirLedgerAreNotLoadedAgain() {
        Rows.execute(
                shop.fixture().warehouse(), "CREATE TABLE kept AS TABLE varve.load", "TRUNCATE varve.load CASCADE");
        try {
            assertThat(shop.refused(3, "load", shop.file("shop")))
                    .isEqualTo(
                            "varve: Cannot load item_dim of pipeline shop: shop.item_dim holds 6 rows with keys: 1, 2, 3; the"
                                    + " ledger says that no manifest was loaded. Restore the ledger, or have 'varve rebuild shop"
                                    + " --yes' replace the rows. Nothing was loaded.");
        } finally {
            Rows.execute(shop.fixture().warehouse(), "INSERT INTO varve.load TABLE kept", "DROP TABLE kept");
        }
    }

    @Test
    @Order(4)
    void aLakeFromAnOlderCopyIsRefused() throws IOException {
        shop.fixture()
                .lake()
                .whileAway(
                        manifest(2),
                        () -> assertThat(shop.refused(3, "load", shop.file("shop")))
                                .isEqualTo(
                                        "varve: Cannot load pipeline shop: the warehouse holds manifest 2 as of 2026-03-02, which"
                                                + " the lake does not have." + OTHER_LAKE));
        Outcome load = shop.fixture().run("load", shop.file("shop"));
        assertThat(load.out()).contains("nothing to do: the warehouse holds all 2 manifests");
    }

    private static String manifest(int number) {
        return "raw/shop/manifests/" + number + ".json";
    }
}
