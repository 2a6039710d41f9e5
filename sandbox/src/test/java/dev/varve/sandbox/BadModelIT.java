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
                    .isEqualTo(
                            "varve: Cannot load shop.item_dim: column name is NOT NULL, and the unknown member has no"
                                    + " name. Make it nullable by a migration.");
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
                .isEqualTo(
                        "varve: Cannot load item_dim: its model yields 2 rows whose key occurs more than once [item_id], for"
                                + " example (77). Correct the model. Nothing of this interval was loaded.");
    }

    @Test
    void aNullKeyIsCounted() {
        String file = shop.changed("null", MODEL, "SELECT code AS item_id, name, price FROM Item");
        assertThat(shop.refused(3, "load", file))
                .isEqualTo("varve: Cannot load item_dim: its model yields 2 rows with a NULL in the key [item_id],"
                        + " for example (NULL). Correct the model. Nothing of this interval was loaded.");
    }

    @Test
    void aKeyThatTheDrivingTableLacksIsNamed() {
        String file = shop.changed("stray", MODEL, "SELECT item_id + 500 AS item_id, name, price FROM Item");
        assertThat(shop.refused(3, "load", file))
                .contains("keys that the driving table does not have [item_id], for example (50");
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
