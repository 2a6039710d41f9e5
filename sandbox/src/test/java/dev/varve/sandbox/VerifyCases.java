package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.lake.History;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.warehouse.TableStatus;
import dev.varve.warehouse.WarehouseState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What {@code verify} says of the history that {@link CaseDays} left, how it ends where a hand was laid on it, and what
 * {@code status} makes of both.
 */
class VerifyCases {
    private static TamperedHistory history;

    @BeforeAll
    static void verify() {
        history = TamperedHistory.verified();
    }

    @Test
    void aHistoryOfDeletesReturnsInferredMembersGapsAndMovedTimesIsRight() {
        assertThat(history.right().err()).isEmpty();
        assertThat(history.right().code()).isZero();
        assertThat(history.right()
                        .out()
                        .lines()
                        .map(line -> line.replaceAll(" +", " ").replaceFirst(" \\([0-9.]+ s\\)$", "")))
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
        assertThat(history.statusWhenRight())
                .containsPattern("stock_dim +28 rows, 14 current, 2 inferred; verified through 2026-03-11\n")
                .containsPattern("user_dim +36 rows, 19 current, 1 inferred; verified through 2026-03-11\n")
                .containsPattern("transaction_fact +27 rows, 27 current, 0 inferred; verified through 2026-03-11\n");
    }

    @Test
    void itEndsWithOneLineThatNamesKeysAndCommands() {
        assertThat(history.wrong().code()).isEqualTo(1);
        assertThat(history.wrong().out()).contains("not right through 2026-03-11, manifest 6");
        assertThat(history.wrong().err().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "varve: Cannot verify pipeline stock through 2026-03-11: stock_dim has 1 missing current row (NAME); ")
                .contains("user_dim has 1 other attribute (1)", "2 wrong fk_user_id (102, 203)")
                .endsWith(" See why: varve explain stock stock_dim 'NAME'; build it anew: varve rebuild stock --yes.");
    }

    @Test
    void aSourceThatCannotBeReachedIsLeftOut() {
        assertThat(history.wrong().out())
                .contains("left out source             not compared with the lake: Cannot connect to the source at "
                        + TamperedHistory.NOWHERE)
                .doesNotContain("rows of the source");
    }

    @Test
    void statusTellsTheProblemsAndKeepsWhatWasVerified() throws IOException {
        JsonNode tables = new ObjectMapper().readTree(history.statusWhenWrong()).at("/warehouse/tables");
        assertThat(tables).hasSize(3).allSatisfy(table -> {
            assertThat(table.at("/verification/verified_through").asText()).isEqualTo("2026-03-11");
            assertThat(table.at("/verification/verified_at").asText())
                    .isLessThan(table.at("/verification/checked_at").asText());
        });
        assertThat(tables)
                .extracting(table -> table.at("/verification/problems").asInt())
                .containsExactly(6, 4, 9);
    }

    @Test
    void aLedgerOfAnotherLakeIsFoundAndNothingElseCompared() {
        String hash = Rows.of(history.fixture().warehouse(), "SELECT manifest_sha256 FROM varve.load WHERE number = 3")
                .get(0);
        Rows.execute(history.fixture().warehouse(), "UPDATE varve.load SET manifest_sha256 = 'other' WHERE number = 3");
        try {
            Outcome outcome = history.run("verify", "--no-source");
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).doesNotContain("stock_dim");
            assertThat(outcome.err())
                    .isEqualTo(
                            "varve: Cannot verify pipeline stock through 2026-03-11: the lake's manifest 3 as of 2026-03-07 is"
                                    + " not the one that was loaded. Check that lake and warehouse belong together; build it"
                                    + " anew from this lake: varve rebuild stock --yes.\n");
        } finally {
            Rows.execute(
                    history.fixture().warehouse(),
                    "UPDATE varve.load SET manifest_sha256 = '" + hash + "' WHERE number = 3");
        }
    }

    @Test
    void whatWasVerifiedEndsWithItsLoad() {
        Connection warehouse = history.fixture().warehouse();
        Rows.execute(
                warehouse,
                "INSERT INTO varve.load SELECT pipeline, 7, 'later', run_id, warehouse_schema, 'none', read_point,"
                        + " read_point FROM varve.load WHERE number = 6");
        Rows.execute(
                warehouse,
                "INSERT INTO varve.table_status (pipeline, table_name, number, problems) VALUES"
                        + " ('stock', 'later', 7, 0)");
        Rows.execute(warehouse, "DELETE FROM varve.load WHERE number = 7");
        assertThat(Rows.of(warehouse, "SELECT table_name FROM varve.table_status WHERE table_name = 'later'"))
                .isEmpty();
    }

    @Test
    void aVerificationThatALoadOvertookIsNotRecorded() {
        Connection warehouse = history.fixture().warehouse();
        List<History.Entry> lake = history.fixture().history("stock").entries();
        String status = "SELECT number, problems, verified_through, checked_at FROM varve.table_status"
                + " WHERE table_name = 'overtaken'";
        try {
            assertThat(recorded(lake.get(4), loadedAt(5), 0)).isTrue();
            assertThat(Rows.of(warehouse, status)).singleElement().asString().startsWith("5 | 0 | 2026-03-10 | ");
            assertThat(recorded(lake.get(5), loadedAt(6), 2)).isTrue();
            List<String> newest = Rows.of(warehouse, status);
            assertThat(newest).singleElement().asString().startsWith("6 | 2 | 2026-03-10 | ");

            assertThat(recorded(lake.get(4), loadedAt(5), 0))
                    .as("of the load before")
                    .isFalse();
            assertThat(recorded(lake.get(5), loadedAt(6).minusNanos(1000), 0))
                    .as("of a load that was undone and done again")
                    .isFalse();
            assertThat(recorded(new History.Entry(lake.get(5).manifest(), "other"), loadedAt(6), 0))
                    .as("of another lake's load")
                    .isFalse();
            assertThat(Rows.of(warehouse, status)).isEqualTo(newest);
        } finally {
            Rows.execute(warehouse, "DELETE FROM varve.table_status WHERE table_name = 'overtaken'");
        }
    }

    private static boolean recorded(History.Entry entry, Instant loadedAt, long problems) {
        return TableStatus.record(stock(), entry, loadedAt, Map.of("overtaken", problems));
    }

    private static Instant loadedAt(int manifest) {
        return WarehouseState.read(stock()).loads().get(manifest - 1).loadedAt();
    }

    private static Pipeline stock() {
        return PipelineReader.read(
                Path.of("../pipelines/stock.yaml"),
                Variables.of(Map.of(), history.fixture().variables()));
    }
}
