package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Counts;
import dev.varve.lake.TableManifest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What each case of {@link CaseDays} leaves in the fact: the key and start of the versions that it points to, its own columns,
 * when it was deleted, and the load that brought it.
 */
class FactCases {
    private static CaseHistory history;

    @BeforeAll
    static void play() {
        history = CaseHistory.played();
    }

    @Test
    void aFactPointsToTheVersionsOfItsTime() {
        assertThat(facts(110, 401))
                .containsExactly(
                        "110 | MOVE R0 | 1 R0 | 1 | 2026-03-05 09:00:00 | null | 2026-03-05",
                        "401 | MOVE R3 | 13 2026-03-09 09:00:00 | 1 | 2026-03-09 10:00:00 | null | 2026-03-08");
    }

    @Test
    void theInstantOfAChangeBelongsToTheNewVersion() {
        assertThat(facts(202, 203))
                .containsExactly(
                        "202 | CALM R0 | 2 R0 | 1 | 2026-03-06 17:59:59 | null | 2026-03-06",
                        "203 | CALM R0 | 2 2026-03-06 18:00:00 | 1 | 2026-03-06 18:00:00 | null | 2026-03-06");
    }

    @Test
    void aKeyThatWasDeletedInTheIntervalIsStillAliveForItsFacts() {
        assertThat(facts(204, 206, 501))
                .containsExactly(
                        "204 | GONE R0 | 1 R0 | 1 | 2026-03-06 23:00:00 | null | 2026-03-06",
                        "206 | CALM R0 | 7 R0 | 1 | 2026-03-06 09:00:00 | null | 2026-03-06",
                        "501 | CALM R0 | 15 R0 | 1 | 2026-03-10 15:00:00 | null | 2026-03-10");
    }

    @Test
    void anEventInAGapTakesTheNearestEarlierVersion() {
        assertThat(facts(301, 302))
                .containsExactly(
                        "301 | CALM R0 | 7 R0 | 1 | 2026-03-08 09:00:00 | null | 2026-03-07",
                        "302 | LATE R0 | 1 R0 | 1 | 2026-03-07 09:00:00 | null | 2026-03-07");
    }

    @Test
    void anEventBeforeTheFirstVersionTakesIt() {
        assertThat(facts(211, 402))
                .containsExactly(
                        "211 | IPO R1 | 1 R0 | 1 | 2026-03-05 23:30:00 | null | 2026-03-06",
                        "402 | MOVE R3 | 13 2026-03-09 09:00:00 | 1 | 2026-03-09 08:00:00 | null | 2026-03-08");
    }

    @Test
    void aNullKeyPointsToTheUnknownMember() {
        assertThat(facts(102)).containsExactly("102 | CALM R0 | unknown | 1 | 2026-03-05 09:00:00 | null | 2026-03-05");
    }

    @Test
    void anEventAfterTheReadTakesTheVersionsAtItsEndAndKeepsThem() {
        assertThat(facts(208))
                .containsExactly("208 | MOVE R1 | 2 2026-03-06 18:00:00 | 1 | 2026-03-08 12:00:00 | null | 2026-03-06");
    }

    @Test
    void aFactWithoutATimeTakesTheVersionsAtTheEndOfTheRead() {
        assertThat(facts(207)).containsExactly("207 | MOVE R1 | 2 2026-03-06 18:00:00 | 1 | null | null | 2026-03-06");
    }

    @Test
    void aLateFactPointsToTheVersionOfItsTime() {
        assertThat(facts(209, 210))
                .containsExactly(
                        "209 | MOVE R0 | 1 R0 | 1 | 2026-03-05 22:30:00 | null | 2026-03-06", // where the overlap
                        // begins
                        "210 | MOVE R0 | 1 R0 | 1 | 2026-03-05 08:00:00 | null | 2026-03-07"); // found by reconciling
    }

    @Test
    void anOverwrittenFactGetsItsForeignKeysAnew() {
        assertThat(history.star(3)).anyMatch(row -> row.startsWith("t 108 ") && row.contains(" x 5 | "));
        assertThat(facts(108, 111))
                .containsExactly(
                        "108 | MOVE R3 | 2 2026-03-06 18:00:00 | 50 | 2026-03-09 09:00:00 | null | 2026-03-05",
                        "111 | CALM R0 | 1 R0 | 9 | 2026-03-05 09:00:00 | null | 2026-03-05");
    }

    @Test
    void aDeletedFactIsMarkedWhenAReconcileFindsItAndItsReturnClearsTheMark() {
        assertThat(history.star(2))
                .anyMatch(row -> row.startsWith("t 109 ") && row.contains("2026-03-05 09:00:00 alive"));
        assertThat(history.star(3)).anyMatch(row -> row.startsWith("t 109 ") && row.contains("2026-03-05 09:00:00 R3"));
        assertThat(facts(109)).containsExactly("109 | CALM R0 | 1 R0 | 7 | 2026-03-09 10:00:00 | null | 2026-03-05");
    }

    @Test
    void anIncrementalReadDeletesNothing() {
        assertThat(facts(501)).singleElement().asString().contains(" | null | ");
        assertThat(history.table(6, "Transaction").read()).isEqualTo(TableManifest.Read.INCREMENTAL);
    }

    @Test
    void whatTheOverlapShowsAgainIsDropped() {
        assertThat(counts(2)).isEqualTo(new Counts(11, 10, 0, 0, 1));
        assertThat(counts(3)).isEqualTo(new Counts(23, 3, 1, 1, 19)); // the week's complete read
        assertThat(counts(4)).isEqualTo(new Counts(6, 3, 1, 0, 2));
    }

    @Test
    void eachTransactionIsOneFact() {
        assertThat(history.rows("SELECT count(*), count(DISTINCT transaction_id) FROM stock.transaction_fact"))
                .containsExactly("27 | 27");
    }

    private static Counts counts(int night) {
        return history.table(night, "Transaction").counts();
    }

    private static List<String> facts(int... ids) {
        return IntStream.of(ids).mapToObj(FactCases::fact).toList();
    }

    private static String fact(int id) {
        return history.rows("""
                        SELECT f.transaction_id, s.stock_id || ' ' || s.valid_from,
                               coalesce(u.user_id || ' ' || u.valid_from, 'unknown'), f.quantity, f.transaction_date,
                               f.source_deleted_at, f.loaded_as_of
                        FROM stock.transaction_fact f
                        JOIN stock.stock_dim s ON s.sk_stock_id = f.fk_stock_id
                        JOIN stock.user_dim u ON u.sk_user_id = f.fk_user_id
                        WHERE f.transaction_id = %d
                        """.formatted(id)).get(0);
    }
}
