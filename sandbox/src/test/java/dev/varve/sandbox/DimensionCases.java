package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.Counts;
import dev.varve.lake.TableManifest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each case of {@link CaseDays} leaves in the dimensions, the ledger and the lake. */
class DimensionCases {
    private static CaseHistory history;

    @BeforeAll
    static void play() {
        history = CaseHistory.played();
    }

    // What a comparison of snapshots finds

    @Test
    void aStockThatNeverChangesKeepsItsFirstVersion() {
        assertThat(history.stock("CALM")).containsExactly("Calm | 5.00 | R0 to R9 | current | initial | 2026-03-05");
    }

    @Test
    void eachPriceIsAVersionFromThePreviousReadOnAndAMissedNightIsBridged() {
        assertThat(history.stock("MOVE"))
                .containsExactly(
                        "Move | 10.00 | R0 to R1 | replaced | initial | 2026-03-05",
                        "Move | 11.00 | R1 to R2 | replaced | interval | 2026-03-06",
                        "Move | 12.00 | R2 to R3 | replaced | interval | 2026-03-07",
                        "Move | 13.00 | R3 to R4 | replaced | interval | 2026-03-08",
                        "Move | 14.00 | R4 to R9 | current | interval | 2026-03-10");
    }

    @Test
    void aNewStockIsValidFromThePreviousRead() {
        assertThat(history.stock("IPO")).containsExactly("Ipo | 25.00 | R1 to R9 | current | interval | 2026-03-06");
    }

    @Test
    void aDelistedStockEndsAtTheReadAndHasNoCurrentRow() {
        assertThat(history.stock("GONE")).containsExactly("Gone | 20.00 | R0 to R2 | deleted | initial | 2026-03-05");
    }

    @Test
    void aReturnOpensAVersionEvenIfNothingElseChanged() {
        assertThat(history.stock("BACK"))
                .containsExactly(
                        "Back | 30.00 | R0 to R2 | deleted | initial | 2026-03-05",
                        "Back | 30.00 | R2 to R9 | current | interval | 2026-03-07");
    }

    @Test
    void aLateReturnLeavesAGap() {
        assertThat(history.stock("LATE"))
                .containsExactly(
                        "Late | 40.00 | R0 to R2 | deleted | initial | 2026-03-05",
                        "Late | 41.00 | R4 to R9 | current | interval | 2026-03-10");
    }

    @Test
    void aRenameIsAVersion() {
        assertThat(history.stock("NAME"))
                .containsExactly(
                        "Old Name | 50.00 | R0 to R1 | replaced | initial | 2026-03-05",
                        "New Name | 50.00 | R1 to R9 | current | interval | 2026-03-06");
    }

    @Test
    void aRenameWithANewPriceIsOneVersion() {
        assertThat(history.stock("BOTH"))
                .containsExactly(
                        "Old Both | 60.00 | R0 to R1 | replaced | initial | 2026-03-05",
                        "New Both | 61.00 | R1 to R9 | current | interval | 2026-03-06");
    }

    @Test
    void namesThatWereSwappedAreSwapped() {
        assertThat(history.stock("SWAPA"))
                .containsExactly(
                        "Swap A | 70.00 | R0 to R1 | replaced | initial | 2026-03-05",
                        "Swap B | 70.00 | R1 to R9 | current | interval | 2026-03-06");
        assertThat(history.stock("SWAPB"))
                .containsExactly(
                        "Swap B | 80.00 | R0 to R1 | replaced | initial | 2026-03-05",
                        "Swap A | 80.00 | R1 to R9 | current | interval | 2026-03-06");
    }

    @Test
    void whatIsUndoneWithinAnIntervalWasNeverSeen() {
        assertThat(history.stock("FLIP")).containsExactly("Flip | 90.00 | R0 to R9 | current | initial | 2026-03-05");
        assertThat(history.stock("REDO")).containsExactly("Redo | 95.00 | R0 to R9 | current | initial | 2026-03-05");
    }

    @Test
    void aNullIsAValueThatComesAndGoes() {
        assertThat(history.stock("VOID"))
                .containsExactly(
                        "null | 99.00 | R0 to R1 | replaced | initial | 2026-03-05",
                        "Void | null | R1 to R9 | current | interval | 2026-03-06");
    }

    // What a cursor finds

    @Test
    void anAdvancedCursorIsExact() {
        assertThat(history.user(2))
                .containsExactly(
                        "old | R0 to 2026-03-06 18:00:00 | replaced | initial | 2026-03-05",
                        "new | 2026-03-06 18:00:00 to R9 | current | exact | 2026-03-06");
    }

    @Test
    void ofTwoUpdatesInAnIntervalTheLastIsSeen() {
        assertThat(history.user(3))
                .containsExactly(
                        "old | R0 to 2026-03-06 15:00:00 | replaced | initial | 2026-03-05",
                        "new | 2026-03-06 15:00:00 to R9 | current | exact | 2026-03-06");
    }

    @Test
    void aCursorBeforeTheIntervalIsMovedToItsStart() {
        assertThat(history.user(4))
                .containsExactly(
                        "old | R0 to R1 | replaced | initial | 2026-03-05",
                        "new | R1 to R9 | current | moved | 2026-03-06");
    }

    @Test
    void aCursorAfterTheReadIsMovedToItAndTheNextChangeIsOneMicrosecondLater() {
        assertThat(history.user(5))
                .containsExactly(
                        "old | R0 to R2 | replaced | initial | 2026-03-05",
                        "new | R2 to R2.000001 | replaced | moved | 2026-03-06",
                        "newer | R2.000001 to R9 | current | moved | 2026-03-07");
    }

    @Test
    void aCursorAtTheReadIsExactAndTheNextChangeIsOneMicrosecondLater() {
        assertThat(history.user(11))
                .containsExactly(
                        "old | R0 to R2 | replaced | initial | 2026-03-05",
                        "new | R2 to R2.000001 | replaced | exact | 2026-03-06",
                        "newer | R2.000001 to R9 | current | moved | 2026-03-07");
    }

    @Test
    void anUpdateThatLeavesTheCursorUntouchedIsFoundByReconciling() {
        assertThat(history.user(6))
                .containsExactly(
                        "old | R0 to R1 | replaced | initial | 2026-03-05",
                        "new | R1 to R9 | current | interval | 2026-03-06");
    }

    @Test
    void aDeletedUserIsFoundByReconcilingAndItsReturnOpensAVersion() {
        assertThat(history.user(7))
                .containsExactly(
                        "old | R0 to R2 | deleted | initial | 2026-03-05",
                        "old | R4 to R9 | current | interval | 2026-03-10");
    }

    @Test
    void aUserDeletedAfterTheReconcileIsFoundByTheNext() {
        assertThat(history.user(15)).containsExactly("old | R0 to R5 | deleted | initial | 2026-03-05");
        assertThat(counts(4, "User").deleted()).isZero();
        assertThat(counts(5, "User").deleted()).isEqualTo(1);
    }

    @Test
    void aUserWhoseIdWasTakenAgainWithinAnIntervalWasUpdated() {
        assertThat(history.user(8))
                .containsExactly(
                        "old | R0 to 2026-03-06 12:00:00 | replaced | initial | 2026-03-05",
                        "new | 2026-03-06 12:00:00 to R9 | current | exact | 2026-03-06");
        assertThat(history.user(18)).containsExactly("old | R0 to R9 | current | initial | 2026-03-05");
    }

    @Test
    void anUpdateOfColumnsOutsideTheModelIsNoVersion() {
        assertThat(history.user(10)).containsExactly("old | R0 to R9 | current | initial | 2026-03-05");
    }

    @Test
    void aRowWithoutACursorIsReadEveryTimeAndChangesWhenItDoes() {
        assertThat(history.user(9))
                .containsExactly(
                        "old | R0 to R2 | replaced | initial | 2026-03-05",
                        "new | R2 to R3 | replaced | interval | 2026-03-07",
                        "newer | R3 to R9 | current | interval | 2026-03-08");
    }

    @Test
    void aNewUserIsExactOnlyIfTheCursorFoundIt() {
        assertThat(history.user(12)).containsExactly("new | R1 to R9 | current | interval | 2026-03-06");
        assertThat(history.user(13)).containsExactly("new | 2026-03-09 09:00:00 to R9 | current | exact | 2026-03-08");
    }

    @Test
    void anUpdateThatTheOverlapMissesIsFoundByReconciling() {
        assertThat(history.user(14))
                .containsExactly(
                        "old | R0 to R4 | replaced | initial | 2026-03-05",
                        "new | R4 to R9 | current | moved | 2026-03-10");
    }

    @Test
    void anIncrementalReadSeesTheOverlapToo() {
        assertThat(history.user(19))
                .containsExactly(
                        "old | R0 to 2026-03-09 08:00:00 | replaced | initial | 2026-03-05",
                        "new | 2026-03-09 08:00:00 to R9 | current | exact | 2026-03-08");
        assertThat(history.user(20))
                .containsExactly(
                        "old | R0 to 2026-03-09 00:10:00 | replaced | initial | 2026-03-05",
                        "new | 2026-03-09 00:10:00 to R3 | replaced | exact | 2026-03-07",
                        "newer | R3 to R9 | current | moved | 2026-03-08");
        assertThat(history.table(4, "User").read()).isEqualTo(TableManifest.Read.INCREMENTAL);
        assertThat(counts(4, "User")).isEqualTo(new Counts(4, 1, 3, 0, 0));
    }

    // Members that only facts know

    @Test
    void aMemberThatFactsOfTwoLoadsNeededIsInferredOnce() {
        assertThat(history.stock("GHOST")).containsExactly("null | null | R0 to R9 | inferred | inferred | 2026-03-05");
        assertThat(history.rows("SELECT transaction_id FROM stock.transaction_fact f JOIN stock.stock_dim s"
                        + " ON s.sk_stock_id = f.fk_stock_id WHERE s.stock_id = 'GHOST' ORDER BY 1"))
                .containsExactly("103", "104", "201");
        assertThat(history.user(17)).containsExactly("null | R0 to R9 | inferred | inferred | 2026-03-05");
    }

    @Test
    void aStockThatCameAndWentBetweenTwoReadsStaysInferred() {
        assertThat(history.stock("BRIEF")).containsExactly("null | null | R0 to R9 | inferred | inferred | 2026-03-06");
    }

    @Test
    void itsOwnRowFillsAnInferredMemberAndLeavesItsStartAndItsKey() {
        String inferred = history.star(1).stream()
                .filter(row -> row.startsWith("s SOON"))
                .findFirst()
                .orElseThrow();
        assertThat(inferred).endsWith(" | null | R0 to R9 | t | 2026-03-05");
        assertThat(history.star(2)).contains(inferred.replace("null | R0 to R9 | t", "Soon | R0 to R9 | f"));
        assertThat(history.rows("SELECT 's SOON', fk_stock_id FROM stock.transaction_fact WHERE transaction_id = 105"))
                .containsExactly(inferred.replaceFirst(" \\| null.*", ""));
        assertThat(history.user(16)).containsExactly("new | R0 to R9 | current | inferred | 2026-03-05");
    }

    @Test
    void aFilledMemberChangesAndEndsLikeAnyOther() {
        assertThat(history.stock("SOON"))
                .containsExactly(
                        "Soon | 15.00 | R0 to R2 | replaced | inferred | 2026-03-05",
                        "Soon | 16.00 | R2 to R5 | deleted | interval | 2026-03-07");
    }

    @Test
    void theUnknownMemberIsNeitherCurrentNorCounted() {
        assertThat(history.versions("sk_stock_id, company", "stock_dim", "stock_id IS NULL"))
                .containsExactly("-1 | null | R0 to R9 | replaced | initial | 2026-03-05");
        assertThat(history.versions("sk_user_id, email", "user_dim", "user_id IS NULL"))
                .containsExactly("-1 | null | R0 to R9 | replaced | initial | 2026-03-05");
        assertThat(history.status())
                .containsPattern("stock_dim +28 rows, 14 current, 2 inferred")
                .containsPattern("user_dim +36 rows, 19 current, 1 inferred");
    }

    // What Postgres itself keeps to

    @Test
    void aBrokenHistoryIsRefusedByPostgresItself() {
        assertThatThrownBy(() -> insertCalm("current", "2026-03-05 00:30Z", "9999-12-31Z"))
                .hasMessageContaining("stock_dim_current");
        assertThatThrownBy(() -> insertCalm("replaced", "2026-03-05 00:30Z", "2026-03-05 00:30Z"))
                .hasMessageContaining("violates check constraint");
        assertThatThrownBy(() -> insertCalm("replaced", "1900-01-01Z", "2026-03-05 00:30Z"))
                .hasMessageContaining("stock_dim_stock_id_valid_from_key");
    }

    private static void insertCalm(String state, String from, String to) {
        Rows.execute(history.warehouse(), """
                INSERT INTO stock.stock_dim (stock_id, valid_from, valid_to, is_current, is_deleted, is_inferred,
                                             valid_from_precision, loaded_as_of)
                VALUES ('CALM', '%s', '%s', %s, false, false, 'exact', 'by hand')
                """.formatted(from, to, state.equals("current")));
    }

    // The ledger and the lake

    @Test
    void theLedgerCountsWhatEachLoadDid() {
        assertThat(history.rows("""
                        SELECT number, left(table_name, 5), staged, opened, closed, overwritten, inferred, inserted,
                               source_deleted, gaps
                        FROM varve.load_table ORDER BY 1, 2
                        """))
                .containsExactly(
                        "1 | stock | 12 | 12 | 0 | 0 | 0 | 0 | 0 | 0",
                        "1 | trans | 11 | 0 | 0 | 0 | 4 | 11 | 0 | 0",
                        "1 | user_ | 16 | 16 | 0 | 0 | 0 | 0 | 0 | 0",
                        "2 | stock | 11 | 7 | 9 | 1 | 0 | 0 | 0 | 0",
                        "2 | trans | 10 | 0 | 0 | 0 | 1 | 10 | 0 | 1",
                        "2 | user_ | 12 | 8 | 8 | 1 | 0 | 0 | 0 | 0",
                        "3 | stock | 3 | 3 | 2 | 0 | 0 | 0 | 0 | 0",
                        "3 | trans | 5 | 0 | 0 | 1 | 0 | 3 | 1 | 2",
                        "3 | user_ | 4 | 4 | 4 | 0 | 0 | 0 | 0 | 0",
                        "4 | stock | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0",
                        "4 | trans | 4 | 0 | 0 | 2 | 0 | 2 | 0 | 1",
                        "4 | user_ | 4 | 4 | 3 | 0 | 0 | 0 | 0 | 0",
                        "5 | stock | 3 | 2 | 2 | 0 | 0 | 0 | 0 | 0",
                        "5 | trans | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 0",
                        "5 | user_ | 3 | 2 | 2 | 0 | 0 | 0 | 0 | 0");
    }

    @Test
    void aNightWithNothingNewIsAManifestOnly() {
        assertThat(counts(6, "Transaction")).isEqualTo(new Counts(0, 0, 0, 0, 0)); // an incremental read of no row
        assertThat(counts(6, "Stock")).isEqualTo(new Counts(12, 0, 0, 0, 12));
        assertThat(counts(6, "User")).isEqualTo(new Counts(18, 0, 0, 0, 18));
        List<String> added = new ArrayList<>(history.lake(6));
        added.removeAll(history.lake(5));
        assertThat(added).singleElement().asString().contains("manifests/6.json");
        assertThat(history.star(6)).isEqualTo(history.star(5));
    }

    private static Counts counts(int night, String table) {
        return history.table(night, table).counts();
    }
}
