package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What {@code verify} says of the history that {@link CaseDays} left: first as the loads made it, then after each of many hands
 * was laid on a key of its own.
 */
class VerifyIT {
    private static final String NOWHERE = "jdbc:mysql://127.0.0.1:1/stock";
    private static final List<String> TABLES = List.of("stock_dim", "user_dim", "transaction_fact");

    private static PipelineFixture fixture;
    private static Outcome right;
    private static String statusWhenRight;
    private static Outcome wrong;
    private static String statusWhenWrong;

    @BeforeAll
    static void verify() {
        fixture = CaseHistory.played().fixture();
        right = run("verify");
        statusWhenRight = run("status").out();
        save();
        try {
            corrupt();
            wrong = runWith("STOCK_SOURCE_URL", NOWHERE, "verify");
            statusWhenWrong = run("status", "--json").out();
        } finally {
            restore();
        }
    }

    @AfterAll
    static void forget() {
        Rows.execute(fixture.warehouse(), "DELETE FROM varve.table_status");
    }

    // As the loads made it

    @Test
    void aHistoryOfDeletesReturnsInferredMembersGapsAndMovedTimesIsRight() {
        assertThat(right.err()).isEmpty();
        assertThat(right.code()).isZero();
        assertThat(right.out().lines().map(line -> line.replaceAll(" +", " ").replaceFirst(" \\([0-9.]+ s\\)$", "")))
                .containsExactly(
                        "verify ledger 6 manifests: right",
                        "verify stock_dim 12 current rows: right",
                        "verify stock_dim 28 versions: right",
                        "verify user_dim 18 current rows: right",
                        "verify user_dim 36 versions: right",
                        "verify transaction_fact 27 facts: right; sum of quantity 90",
                        "verify transaction_fact foreign keys of 27 facts: right",
                        "verify Stock 12 rows of the source: right",
                        "verify User 18 rows of the source: right",
                        "verify Transaction 25 rows of the source: right; changed since 2026-03-12T00:30:00Z: 2 rows",
                        "verified through 2026-03-11, manifest 6");
    }

    @Test
    void statusSaysHowFarEachTableIsVerified() {
        assertThat(statusWhenRight)
                .containsPattern("stock_dim +28 rows, 14 current, 2 inferred; verified through 2026-03-11\n")
                .containsPattern("user_dim +36 rows, 19 current, 1 inferred; verified through 2026-03-11\n")
                .containsPattern("transaction_fact +27 rows, 27 current, 0 inferred; verified through 2026-03-11\n");
    }

    // One key after another

    private static void corrupt() {
        Rows.execute(
                fixture.warehouse(),
                "UPDATE stock.stock_dim SET price = 11.01 WHERE stock_id = 'MOVE' AND price = 11",
                "UPDATE stock.user_dim SET email = 'forged' WHERE user_id = 1",
                "UPDATE stock.user_dim SET valid_to = valid_to + interval '1 hour' WHERE user_id = 7 AND is_deleted",
                "INSERT INTO stock.stock_dim SELECT 900, 'CALM', company, category, price, '1890-01-01Z', '1900-01-01Z', false,"
                        + " false, false, 'initial', loaded_as_of FROM stock.stock_dim WHERE stock_id = 'CALM'",
                "DELETE FROM stock.stock_dim WHERE stock_id = 'NAME' AND is_current",
                "UPDATE stock.stock_dim SET is_deleted = false WHERE stock_id = 'GONE'",
                "UPDATE stock.stock_dim SET loaded_as_of = '2026-03-06' WHERE stock_id = 'VOID' AND NOT is_current",
                "UPDATE stock.user_dim SET is_current = true WHERE user_id IS NULL",
                "DELETE FROM stock.transaction_fact WHERE transaction_id = 104",
                "INSERT INTO stock.transaction_fact SELECT 999, fk_user_id, fk_stock_id, 1000, transaction_date, NULL,"
                        + " loaded_as_of FROM stock.transaction_fact WHERE transaction_id = 101",
                "UPDATE stock.transaction_fact SET quantity = 5 WHERE transaction_id = 106",
                "UPDATE stock.transaction_fact SET source_deleted_at = now() WHERE transaction_id = 107",
                "ALTER TABLE stock.transaction_fact DROP CONSTRAINT transaction_fact_pkey",
                "INSERT INTO stock.transaction_fact SELECT * FROM stock.transaction_fact WHERE transaction_id = 401",
                point("fk_user_id", 203, "user_dim", "sk_user_id", "user_id = 2 AND email = 'old'"),
                point("fk_user_id", 102, "user_dim", "sk_user_id", "user_id = 1"),
                point("fk_stock_id", 302, "stock_dim", "sk_stock_id", "stock_id = 'LATE' AND is_current"),
                point("fk_stock_id", 207, "stock_dim", "sk_stock_id", "stock_id = 'MOVE' AND price = 10"));
    }

    private static String point(String column, int fact, String dimension, String surrogateKey, String version) {
        return "UPDATE stock.transaction_fact SET %s = (SELECT %s FROM stock.%s WHERE %s) WHERE transaction_id = %d"
                .formatted(column, surrogateKey, dimension, version, fact);
    }

    @Test
    void aChangedAttributeIsFoundInAClosedVersionAndInACurrentRow() {
        assertThat(found("stock_dim", "version", "other attribute"))
                .containsExactly(
                        "1 row", "MOVE: valid_from 2026-03-06 00:30:00+00: price is 11.01, expected 11.00");
        assertThat(found("user_dim", "version", "other attribute"))
                .containsExactly(
                        "1 row", "1: valid_from 1900-01-01 00:00:00+00: email is forged, expected old");
        assertThat(found("user_dim", "current row", "other attribute"))
                .containsExactly("1 row", "1: email is forged, expected old");
    }

    @Test
    void aShiftedEndIsFound() {
        assertThat(found("user_dim", "version", "shifted valid_to"))
                .containsExactly(
                        "1 row",
                        "7: valid_from 1900-01-01 00:00:00+00: valid_to is 2026-03-07 01:30:00+00, expected 2026-03-07 00:30:00+00");
    }

    @Test
    void aVersionTooManyIsFound() {
        assertThat(found("stock_dim", "version", "version too many")).hasSize(2).element(1).asString()
                .startsWith("CALM: valid_from 1890-01-01 00:00:00+00, company Calm, price 5.00, valid_to 1900-01-01");
    }

    @Test
    void aMissingVersionIsFoundAndAMissingCurrentRow() {
        assertThat(found("stock_dim", "version", "missing version")).hasSize(2).element(1).asString()
                .startsWith("NAME: expected valid_from 2026-03-06 00:30:00+00, company New Name, price 50.00, valid_to 9999");
        assertThat(found("stock_dim", "current row", "missing current row"))
                .containsExactly("1 row", "NAME: expected company New Name, price 50.00");
    }

    @Test
    void otherFlagsAndOriginsAreFound() {
        assertThat(found("stock_dim", "version", "other flag"))
                .containsExactly(
                        "1 row", "GONE: valid_from 1900-01-01 00:00:00+00: is_deleted is false, expected true");
        assertThat(found("stock_dim", "version", "other origin"))
                .containsExactly(
                        "1 row",
                        "VOID: valid_from 1900-01-01 00:00:00+00: loaded_as_of is 2026-03-06, expected 2026-03-05");
        assertThat(found("user_dim", "version", "unknown member"))
                .containsExactly("1 row", "sk_user_id -1: expected once, without a key and not current");
    }

    @Test
    void aMissingFactAndOneTooManyAreFoundAndTheSumsAreTold() {
        assertThat(found("transaction_fact", "fact", "missing fact")).hasSize(2).element(1).asString()
                .startsWith("104: expected quantity 1, transaction_date 2026-03-05 10:00:00+00");
        assertThat(found("transaction_fact", "fact", "fact too many")).hasSize(2).element(1).asString()
                .startsWith("999: quantity 1000, ");
        assertThat(wrong.out()).containsPattern(
                "verify +transaction_fact +28 facts: 5 differences; sum of quantity 1094, expected 90\n");
    }

    @Test
    void aFactOfOtherValuesMarkedOrRepeatedIsFound() {
        assertThat(found("transaction_fact", "fact", "other value"))
                .containsExactly("1 row", "106: quantity is 5, expected 1");
        assertThat(found("transaction_fact", "fact", "other deletion")).hasSize(2).element(1).asString()
                .startsWith("107: source_deleted_at is 2").endsWith(", expected NULL");
        assertThat(found("transaction_fact", "fact", "repeated fact")).containsExactly("1 row", "401: is there 2 times");
    }

    @Test
    void aForeignKeyToAnotherVersionIsFound() {
        assertThat(found("transaction_fact", "foreign key", "wrong fk_user_id"))
                .containsExactly(
                        "2 rows",
                        "102: points to 1 from 1900-01-01 00:00:00+00, expected the unknown member",
                        "203: points to 2 from 1900-01-01 00:00:00+00, expected 2 from 2026-03-06 18:00:00+00");
        assertThat(found("transaction_fact", "foreign key", "wrong fk_stock_id"))
                .containsExactly(
                        "2 rows",
                        "207: points to MOVE from 1900-01-01 00:00:00+00, expected MOVE from 2026-03-06 00:30:00+00",
                        "302: points to LATE from 2026-03-09 12:00:00+00, expected LATE from 1900-01-01 00:00:00+00");
    }

    @Test
    void itEndsWithOneLineThatNamesKeysAndCommands() {
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).contains("not right through 2026-03-11, manifest 6");
        assertThat(wrong.err().lines()).singleElement().asString()
                .startsWith("varve: Cannot verify pipeline stock through 2026-03-11: stock_dim has 1 missing current row (NAME); ")
                .contains("user_dim has 1 other attribute (1)", "2 wrong fk_user_id (102, 203)")
                .endsWith(" See why: varve explain stock stock_dim 'NAME'; build it anew: varve rebuild stock --yes.");
    }

    @Test
    void aSourceThatCannotBeReachedIsLeftOut() {
        assertThat(wrong.out())
                .contains("left out source             not compared with the lake: Cannot connect to the source at " + NOWHERE)
                .doesNotContain("rows of the source");
    }

    @Test
    void statusTellsTheProblemsAndKeepsWhatWasVerified() throws IOException {
        JsonNode tables = new ObjectMapper().readTree(statusWhenWrong).at("/warehouse/tables");
        assertThat(tables).hasSize(3).allSatisfy(table -> {
            assertThat(table.at("/verification/verified_through").asText()).isEqualTo("2026-03-11");
            assertThat(table.at("/verification/verified_at").asText())
                    .isLessThan(table.at("/verification/checked_at").asText());
        });
        assertThat(tables).extracting(table -> table.at("/verification/problems").asInt()).containsExactly(6, 4, 9);
    }

    // The ledger

    @Test
    void aLedgerOfAnotherLakeIsFoundAndNothingElseCompared() {
        String hash = Rows.of(fixture.warehouse(), "SELECT manifest_sha256 FROM varve.load WHERE number = 3").get(0);
        Rows.execute(fixture.warehouse(), "UPDATE varve.load SET manifest_sha256 = 'other' WHERE number = 3");
        try {
            Outcome outcome = run("verify", "--no-source");
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).doesNotContain("stock_dim");
            assertThat(outcome.err()).isEqualTo("varve: Cannot verify pipeline stock through 2026-03-11: manifest 3"
                    + " of the lake is not the one that was loaded. Check that lake and warehouse belong together.\n");
        } finally {
            Rows.execute(fixture.warehouse(), "UPDATE varve.load SET manifest_sha256 = '" + hash + "' WHERE number = 3");
        }
    }

    @Test
    void whatWasVerifiedEndsWithItsLoad() {
        Connection warehouse = fixture.warehouse();
        Rows.execute(warehouse, "INSERT INTO varve.load SELECT pipeline, 7, 'later', run_id, warehouse_schema, 'none', read_point,"
                + " read_point FROM varve.load WHERE number = 6");
        Rows.execute(warehouse, "INSERT INTO varve.table_status (pipeline, table_name, number, problems) VALUES"
                + " ('stock', 'later', 7, 0)");
        Rows.execute(warehouse, "DELETE FROM varve.load WHERE number = 7");
        assertThat(Rows.of(warehouse, "SELECT table_name FROM varve.table_status WHERE table_name = 'later'")).isEmpty();
    }

    /** A count and its examples: the lines below a kind of difference. */
    private static List<String> found(String table, String check, String kind) {
        List<String> lines = new ArrayList<>();
        boolean ofCheck = false;
        boolean ofKind = false;
        for (String line : wrong.out().lines().toList()) {
            if (!line.startsWith("  ")) {
                ofCheck = line.matches("verify +" + table + " .*\\b" + check + "s?\\b.*");
                ofKind = false;
            } else if (!line.startsWith("    ")) {
                ofKind = ofCheck && line.startsWith("  " + kind + ": ");
                if (ofKind) {
                    lines.add(line.substring(kind.length() + 4));
                }
            } else if (ofKind) {
                lines.add(line.strip());
            }
        }
        return lines;
    }

    private static void save() {
        for (String table : TABLES) {
            Rows.execute(fixture.warehouse(), "CREATE TABLE saved_" + table + " AS TABLE stock." + table);
        }
    }

    private static void restore() {
        Rows.execute(
                fixture.warehouse(),
                "DELETE FROM stock.transaction_fact",
                "ALTER TABLE stock.transaction_fact DROP CONSTRAINT IF EXISTS transaction_fact_pkey",
                "ALTER TABLE stock.transaction_fact ADD PRIMARY KEY (transaction_id)");
        for (String table : List.of("stock_dim", "user_dim")) {
            Rows.execute(fixture.warehouse(), "DELETE FROM stock." + table);
        }
        for (String table : TABLES) {
            Rows.execute(
                    fixture.warehouse(),
                    "INSERT INTO stock." + table + " SELECT * FROM saved_" + table,
                    "DROP TABLE saved_" + table);
        }
    }

    private static Outcome run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "stock", "--pipelines", "../pipelines"));
        arguments.addAll(List.of(more));
        return fixture.run(arguments.toArray(String[]::new));
    }

    private static Outcome runWith(String variable, String value, String command) {
        String real = Objects.requireNonNull(fixture.variables().put(variable, value));
        try {
            return run(command);
        } finally {
            fixture.variables().put(variable, real);
        }
    }
}
