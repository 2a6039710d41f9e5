package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that cannot be loaded, while a manifest waits for its load. */
class BadModelIT {
    private static final String MODEL = "SELECT item_id, name, price FROM Item";

    private static final String LOAD = "varve: Cannot load item_dim of pipeline shop as of 2026-03-02: ";
    private static final String CORRECT =
            " Correct the model, then run 'varve rebuild shop --yes'. Nothing of this interval was" + " loaded.";
    private static final String REPLACE =
            " Look for other writers of the table, and have 'varve rebuild shop --yes' replace what"
                    + " they wrote. Nothing of this interval was loaded.";

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open("bad_model");
        Rows.execute(shop.fixture().source(), "UPDATE Item SET price = price + 1");
        assertThat(shop.fixture()
                        .run("ingest", shop.file("shop"), "--now", "2026-03-03T00:30:00Z")
                        .code())
                .isZero();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "load"})
    void aSyntaxErrorIsTold(String command) {
        assertThat(shop.refused(2, command, shop.changed("syntax", MODEL, "SELEC item_id FROM Item")))
                .startsWith("varve: Cannot use the model of item_dim: ")
                .contains("Syntax error", "SELEC")
                .endsWith("Correct the model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "load"})
    void anUnknownColumnIsTold(String command) {
        assertThat(shop.refused(2, command, shop.changed("unknown", MODEL, "SELECT item_id, colour FROM Item")))
                .startsWith("varve: Cannot use the model of item_dim: ")
                .contains("`colour`")
                .endsWith("Correct the model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "load"})
    void aMissingKeyColumnIsNamed(String command) {
        assertThat(shop.refused(2, command, shop.changed("keyless", MODEL, "SELECT name, price FROM Item")))
                .isEqualTo("varve: Cannot use the model of item_dim: it yields [name, price] and lacks 'item_id'."
                        + " Correct the model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "load"})
    void anAttributeThatTheUnknownMemberLacksIsNamed(String command) {
        Rows.execute(
                shop.fixture().warehouse(),
                "UPDATE shop.item_dim SET name = '' WHERE name IS NULL",
                "ALTER TABLE shop.item_dim ALTER COLUMN name SET NOT NULL");
        try {
            assertThat(shop.refused(2, command, shop.file("shop")))
                    .startsWith("varve: Cannot " + command + " item_dim of pipeline shop")
                    .contains(": column name of shop.item_dim is NOT NULL, and the unknown member has no name. Make it"
                            + " nullable by a migration, then run 'varve " + command + " shop'.");
        } finally {
            Rows.execute(
                    shop.fixture().warehouse(),
                    "ALTER TABLE shop.item_dim ALTER COLUMN name DROP NOT NULL",
                    "UPDATE shop.item_dim SET name = NULL WHERE name = ''");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "load"})
    void aFolderOfMigrationsThatIsNotThereIsNamed(String command) {
        assertThat(shop.refusedWith("SHOP_MIGRATIONS", "nowhere", 2, command, shop.file("shop")))
                .isEqualTo("varve: Cannot migrate schema shop of the warehouse: there is no folder "
                        + shop.fixture().folder().resolve("nowhere")
                        + ". Correct warehouse.migrations; it counts from the pipeline file.");
    }

    @Test
    void aMigrationThatWasEditedIsTold() throws IOException {
        Path edited = Files.createDirectory(shop.fixture().folder().resolve("edited"));
        Path applied = Path.of(shop.fixture().variables().getOrDefault("SHOP_MIGRATIONS", ""))
                .resolve("V1__shop.sql");
        Files.writeString(edited.resolve("V1__shop.sql"), Files.readString(applied) + "-- edited\nSELECT 1;\n");
        assertThat(shop.refusedWith("SHOP_MIGRATIONS", edited.toString(), 1, "load", shop.file("shop")))
                .isEqualTo("varve: Cannot migrate schema shop of the warehouse from filesystem:" + edited
                        + ": Migration checksum mismatch for migration version 1. Restore the migrations that were applied,"
                        + " and put changes into a new one.");
    }

    @Test
    void aKeyThatIsYieldedTwiceIsNamed() {
        String file = shop.changed("twice", MODEL, "SELECT twin AS item_id, name, price FROM Item");
        assertThat(shop.refused(3, "load", file))
                .isEqualTo(LOAD + "its model yields 2 rows whose key [item_id] occurs more than once: 77." + CORRECT);
    }

    @Test
    void aNullKeyIsCounted() {
        String file = shop.changed("null", MODEL, "SELECT code AS item_id, name, price FROM Item");
        assertThat(shop.refused(3, "load", file))
                .isEqualTo(LOAD + "its model yields 2 rows with a NULL in the key [item_id]: NULL." + CORRECT);
    }

    @Test
    void fiveKeysThatTheDrivingTableLacksAreNamedAndTheOthersCounted() {
        String seven = "SELECT explode(sequence(item_id * 500, item_id * 500 + 6)) AS item_id, name, price FROM Item";
        assertThat(shop.refused(3, "load", shop.changed("stray", MODEL, seven)))
                .isEqualTo(LOAD
                        + "its model yields 21 rows whose key [item_id] the driving table does not have: 500, 501, 502, 503,"
                        + " 504 and 16 more." + CORRECT);
    }

    @Test
    void whatAPlanIsRefusedForIsToldOfAPlan() {
        String file = shop.changed("planned", MODEL, "SELECT twin AS item_id, name, price FROM Item");
        assertThat(shop.refused(3, "plan", file))
                .isEqualTo(
                        "varve: Cannot plan item_dim of pipeline shop as of 2026-03-02: its model yields 2 rows whose key"
                                + " [item_id] occurs more than once: 77. Correct the model, then run 'varve rebuild shop --yes'."
                                + " Nothing was changed.");
    }

    @Test
    void rowsThatSomethingElseChangesWhileTheyAreWrittenAreTold() {
        Rows.execute(
                shop.fixture().warehouse(),
                """
                CREATE FUNCTION shop.spoil() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN NEW.name := ''spoiled''; RETURN NEW; END'
                """,
                "CREATE TRIGGER spoil BEFORE INSERT ON shop.item_dim FOR EACH ROW EXECUTE FUNCTION shop.spoil()");
        try {
            assertThat(shop.refused(1, "load", shop.file("shop")))
                    .isEqualTo(LOAD + "after it 3 keys are not as the lake says: 1, 2, 3." + REPLACE);
        } finally {
            Rows.execute(shop.fixture().warehouse(), "DROP FUNCTION shop.spoil CASCADE");
        }
    }

    @Test
    void aVersionOfAnotherWriterThatOverlapsIsTold() {
        Rows.execute(
                shop.fixture().warehouse(),
                "INSERT INTO shop.item_dim (item_id, valid_from, valid_to, is_current, is_deleted, is_inferred,"
                        + " valid_from_precision, loaded_as_of)"
                        + " VALUES (2, '2026-01-01Z', '2027-01-01Z', false, false, false, 'exact', 'by hand')");
        try {
            assertThat(shop.refused(1, "load", shop.file("shop")))
                    .isEqualTo(LOAD + "after it 2 versions overlap the next: 2." + REPLACE);
        } finally {
            Rows.execute(shop.fixture().warehouse(), "DELETE FROM shop.item_dim WHERE loaded_as_of = 'by hand'");
        }
    }

    @Test
    void aModelThatFailsOnARowIsNamed() {
        String file = shop.changed(
                "fails",
                MODEL,
                "SELECT item_id, name, "
                        + "CASE WHEN name = 'Bolt' THEN CAST(name AS DECIMAL(8, 2)) ELSE price END AS price FROM Item");
        assertThat(shop.refused(1, "load", file))
                .startsWith(
                        "varve: Cannot load item_dim of pipeline shop as of 2026-03-02: its rows cannot be computed: ")
                .contains("'Bolt'")
                .endsWith("Nothing of this interval was loaded.");
    }
}
