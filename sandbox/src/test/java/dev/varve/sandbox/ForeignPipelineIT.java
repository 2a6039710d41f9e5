package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pipeline file that the engine has never seen, over hand-written rows; what must come out is written out. */
class ForeignPipelineIT {
    private static final List<List<String>> partsByDay = new ArrayList<>();
    private static final List<List<String>> shelfStockByDay = new ArrayList<>();
    private static final List<List<String>> movementsByDay = new ArrayList<>();
    private static final List<List<String>> lakeByDay = new ArrayList<>();
    private static PipelineFixture fixture;
    private static Outcome refused;

    @BeforeAll
    static void playTheDays() {
        fixture = PipelineFixture.fresh("depot");
        for (int day = 1; day <= 4; day++) {
            DepotDays.play(fixture, day);
            remember();
        }
        refused = playAndRefuseOnce(5);
        remember();
        DepotDays.play(fixture, 6);
        remember();
    }

    private static void remember() {
        partsByDay.add(DepotDays.parts(fixture.warehouse()));
        shelfStockByDay.add(DepotDays.shelfStock(fixture.warehouse()));
        movementsByDay.add(DepotDays.movements(fixture.warehouse()));
        lakeByDay.add(fixture.lake().hashes("raw"));
    }

    /** Loads the day after something else in the warehouse has kept a record back. */
    private static Outcome playAndRefuseOnce(int day) {
        String file = DepotDays.pipelineFile().toString();
        DepotDays.change(fixture, day);
        Rows.execute(
                fixture.warehouse(),
                "CREATE FUNCTION \"Depot\".none() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER lost BEFORE INSERT ON \"Depot\".movement_log FOR EACH ROW EXECUTE FUNCTION \"Depot\".none()");
        Outcome run = fixture.run("run", file, "--now", DepotDays.night(day));
        Rows.execute(fixture.warehouse(), "DROP FUNCTION \"Depot\".none CASCADE");
        Outcome load = fixture.run("load", file);
        assertThat(load.err()).isEmpty();
        assertThat(load.out()).contains("manifest " + day + " as of 2026-03-0" + day);
        return run;
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void diffedChangesTakeEffectAtThePreviousReadAndDeletesAtTheirOwn() {
        assertThat(partsByDay.get(5))
                .containsExactly(
                        "N | 1 | Bolt | 1.00 | a | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | f | initial | 2026-03-01",
                        "N | 1 | Bolt | 1.10 | a | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-02",
                        "N | 2 | Nut | 2.00 | bb | 1900-01-01 00:00:00+00 | 2026-03-04 00:30:00+00 | f | t | f | initial | 2026-03-01",
                        "N | 2 | Nut | 2.00 | bb | 2026-03-05 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-05",
                        "S | 1 | Bolt | 1.50 | null | 1900-01-01 00:00:00+00 | 2026-03-04 00:30:00+00 | f | t | f | initial | 2026-03-01",
                        "S | 1 | Bolt | 1.50 | null | 2026-03-04 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-04",
                        "S | 9 | Gear | 9.00 | null | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | f | inferred | 2026-03-01");
    }

    @Test
    void untrackedColumnsAreOverwrittenInPlace() {
        assertThat(partsByDay.get(0)).anyMatch(row -> row.startsWith("N | 2 | Nut | 2.00 | b | 1900"));
        assertThat(partsByDay.get(1))
                .filteredOn(row -> row.startsWith("N | 2 "))
                .containsExactly(
                        "N | 2 | Nut | 2.00 | bb | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | f | initial | 2026-03-01");
    }

    @Test
    void aCompositeKeyIsExplainedWithItsUntrackedColumns() {
        assertThat(explained("parts", "N", "2"))
                .contains(
                        "parts  region N, part_no 2  of pipeline depot, from table Part: 2 versions\n",
                        "note b -> bb\n               none of the tracked columns [Name, price] changed: others are written over"
                                + " in place\n");
    }

    @Test
    void aJoinedKeyIsExplainedByWhatItsTablesDid() {
        assertThat(explained("shelf_stock", "N", "2"))
                .contains(
                        "shelf_stock  region N, part_no 2  of pipeline depot, joined from the states of its tables: ",
                        """
                        Part, Supplier, Shelf upsert, effective 2026-03-02T00:30:00Z (interval)
                                       shelf A-2 -> B-2, city Hue -> Vinh
                        """,
                        "Part delete, effective 2026-03-04T00:30:00Z (interval)\n",
                        "the model no longer yields the key: only known to lie between 2026-03-03T00:30:00Z and"
                                + " 2026-03-04T00:30:00Z; the later one is taken, as it still lived in part of the interval\n");
    }

    @Test
    void aRecordThatLeftTheFilterIsExplainedAsMarked() {
        assertThat(explained("movement_log", "104", "1").lines().map(String::strip))
                .contains("movement_log  Order No 104, line 1  of pipeline depot, from table Order: 3 facts")
                .noneMatch(line -> line.startsWith("overwritten"))
                .containsSubsequence(
                        "the model yields a fact of it",
                        "it changed: one more record, and the one before stays as it was",
                        "qty 44 -> 0",
                        "the model no longer yields it: the newest record ends with this change, and is kept (decision"
                                + " 0009)",
                        "qty 0 -> 45",
                        "it came back: one more record, and the mark of the one before stays")
                .anyMatch(line -> line.startsWith("marked       manifest 4 as of 2026-03-04, "));
    }

    @Test
    void aRecordThatReturnedIsExplainedAsAdded() {
        assertThat(explained("movement_log", "100", "1").lines().map(String::strip))
                .containsSubsequence(
                        "the model yields a fact of it",
                        "deleted at the source: only known to lie between 2026-03-02T00:30:00Z and 2026-03-03T00:30:00Z;"
                                + " marked with the later one, and kept",
                        "it came back: one more record, and the mark of the one before stays");
    }

    private static String explained(String... args) {
        List<String> all =
                new ArrayList<>(List.of("explain", DepotDays.pipelineFile().toString()));
        all.addAll(List.of(args));
        Outcome outcome = fixture.run(all.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    @Test
    void aMemberThatAFactNeededIsFilledByItsOwnRow() {
        assertThat(partsByDay.get(0))
                .contains(
                        "S | 9 | null | null | null | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | t | inferred | 2026-03-01");
        assertThat(partsByDay.get(1))
                .contains(
                        "S | 9 | Gear | 9.00 | null | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | f | inferred | 2026-03-01");
        assertThat(counts("inferred")).containsExactly("1 | 2", "2 | 0", "3 | 0", "4 | 0", "5 | 0");
    }

    @Test
    void aCursorSaysWhenAndIsMovedIntoTheInterval() {
        assertThat(DepotDays.suppliers(fixture.warehouse()))
                .containsExactly(
                        "1 | Acme | Hanoi | 1900-01-01 00:00:00+00 | 2026-03-02 08:00:00+00 | f | f | f | initial | 2026-03-01",
                        "1 | Acme | Da Nang | 2026-03-02 08:00:00+00 | 9999-12-31 00:00:00+00 | t | f | f | exact | 2026-03-02",
                        "2 | Best | Hue | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | f | initial | 2026-03-01",
                        "2 | Best | Vinh | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | moved | 2026-03-02",
                        "3 | Cargo | null | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-02");
    }

    @Test
    void aJoinedDimensionFollowsAllItsTables() {
        assertThat(shelfStockByDay.get(5))
                .containsExactly(
                        "N | 1 | A-1 | Bolt | Hanoi | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | f | initial | 2026-03-01",
                        "N | 1 | A-1 | Bolt | Da Nang | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-02",
                        "N | 2 | A-2 | Nut | Hue | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | f | initial | 2026-03-01",
                        "N | 2 | B-2 | Nut | Vinh | 2026-03-02 00:30:00+00 | 2026-03-04 00:30:00+00 | f | t | f | interval | 2026-03-02",
                        "N | 2 | B-2 | Nut | Vinh | 2026-03-05 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-05",
                        "S | 9 | null | null | null | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | t | inferred | 2026-03-01");
    }

    @Test
    void factsPointToTheVersionOfTheirTime() {
        assertThat(movementsByDay.get(5))
                .containsExactly(
                        "100 | 1 | 5 | 2026-03-01 09:00:00+00 | 2026-03-29 02:30:00 | N 1 1900-01-01 00:00:00+00 | N 1 1900-01-01 00:00:00+00 | 1 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "100 | 2 | 6 | 2026-03-01 09:00:00.000001+00 | null | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "101 | 1 | 7 | 2026-03-01 23:59:59.999999+00 | null | S 9 1900-01-01 00:00:00+00 | S 9 1900-01-01 00:00:00+00 | 2 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "102 | 1 | 8 | 2026-03-02 10:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 2026-03-02 08:00:00+00 | null | 2026-03-02",
                        "102 | 2 | 9 | 2026-03-02 07:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 1900-01-01 00:00:00+00 | null | 2026-03-02",
                        "103 | 1 | 3 | 2026-03-04 09:00:00+00 | null | N 2 1900-01-01 00:00:00+00 | N 2 2026-03-02 00:30:00+00 | 2 2026-03-02 00:30:00+00 | null | 2026-03-04",
                        "104 | 1 | 45 | 2026-03-03 12:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 2026-03-02 08:00:00+00 | null | 2026-03-02");
    }

    @Test
    void aNullKeyPointsToTheUnknownMember() {
        assertThat(
                        Rows.of(
                                fixture.warehouse(),
                                "SELECT fk_part, fk_shelf, fk_supplier FROM \"Depot\".movement WHERE \"Order No\" = 100 AND line = 2"))
                .containsExactly("-1 | -1 | -1");
        assertThat(
                        Rows.of(
                                fixture.warehouse(),
                                "SELECT region, part_no, valid_from, valid_to, is_current FROM \"Depot\".parts WHERE \"SK\" = -1"))
                .containsExactly("null | null | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | f");
    }

    @Test
    void aDeletedFactIsMarkedAndItsReturnClearsTheMark() {
        assertThat(movementsByDay.get(0).get(0)).startsWith("100 | 1 ").endsWith("| null | 2026-03-01");
        assertThat(movementsByDay.get(1).get(0))
                .startsWith("100 | 1 ")
                .endsWith("| 2026-03-03 00:30:00+00 | 2026-03-01");
        assertThat(movementsByDay.get(2).get(0)).isEqualTo(movementsByDay.get(0).get(0));
    }

    @Test
    void eachUpdateOfAnOrderIsOneMoreRecord() {
        assertThat(DepotDays.movementLog(fixture.warehouse(), 104))
                .containsExactly(
                        "1 | 4 | 2026-03-02 12:00:00+00 | N 1 2026-03-02 00:30:00+00 | 2026-03-02 00:30:00+00 | null | 2026-03-02",
                        // It left the model's filter a night later.
                        "1 | 44 | 2026-03-03 12:00:00+00 | N 1 2026-03-02 00:30:00+00 | 2026-03-03 12:00:00+00 | 2026-03-04 00:30:00+00 | 2026-03-03",
                        "1 | 45 | 2026-03-03 12:00:00+00 | N 1 2026-03-02 00:30:00+00 | 2026-03-05 00:30:00+00 | null | 2026-03-05");
    }

    @Test
    void aDeleteMarksTheNewestRecordAndAReturnAddsOne() {
        assertThat(DepotDays.movementLog(fixture.warehouse(), 100))
                .containsExactly(
                        "1 | 5 | 2026-03-01 09:00:00+00 | N 1 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | 2026-03-01",
                        "1 | 5 | 2026-03-01 09:00:00+00 | N 1 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | null | 2026-03-03",
                        "2 | 6 | 2026-03-01 09:00:00.000001+00 | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | null | 2026-03-01");
    }

    @Test
    void aRecordThatSomethingElseKeepsBackIsTold() {
        assertThat(refused.err())
                .isEqualTo(
                        "varve: Cannot load movement_log of pipeline depot as of 2026-03-05: after it 1 key's newest record"
                                + " is not as the lake says: (104, 1). Look for other writers of the table, and have 'varve rebuild"
                                + " depot --yes' replace what they wrote. Nothing of this interval was loaded.\n");
        assertThat(refused.code()).isEqualTo(1);
    }

    @Test
    void anEventBetweenTwoVersionsIsCounted() {
        assertThat(counts("gaps")).containsExactly("1 | 0", "2 | 0", "3 | 0", "4 | 2", "5 | 0");
    }

    @Test
    void verifyFindsItRightThoughAFactsProcessedRowsAreGone() {
        List<String> lake = fixture.lake().hashes("raw");
        fixture.lake().whileAway("processed/depot/movement", () -> {
            Outcome verify = fixture.run("verify", DepotDays.pipelineFile().toString());
            assertThat(verify.err()).isEmpty();
            assertThat(verify.code()).isZero();
            assertThat(verify.out())
                    .containsPattern("parts +4 current rows: right\n")
                    .containsPattern("parts +7 versions: right\n")
                    .containsPattern("shelf_stock +2 current rows: right\n")
                    .containsPattern("shelf_stock +6 versions: right\n")
                    .containsPattern("movement +7 facts: right; sum of qty 83\n")
                    .containsPattern("movement +foreign keys of 7 facts: right\n")
                    .containsPattern("Order +7 rows of the source: right\n")
                    .contains("warning  rows of movement are computed anew for 5 of 6 manifests (1, 2, 3, 4, 5): ")
                    .contains("verified through 2026-03-06, manifest 6");
            assertThat(fixture.lake().exists("processed/depot/movement")).isFalse();
        });
        assertThat(fixture.lake().hashes("raw")).isEqualTo(lake);
    }

    @Test
    void verifyFindsWhatPostgresCannotCompareAndARowThatWasNotLoaded() {
        String staged =
                "UPDATE varve.load_table SET staged = staged %s 1 WHERE number = 2 AND table_name = 'movement_log'";
        String values =
                "UPDATE \"Depot\".movement SET doc = '{\"qty\":%1$d}', sheet = '<qty>%1$d</qty>' WHERE qty = 45";
        Rows.execute(fixture.warehouse(), staged.formatted("+"), values.formatted(9));
        try {
            Outcome verify = fixture.run("verify", DepotDays.pipelineFile().toString(), "--no-source");
            assertThat(verify.code()).isEqualTo(1);
            assertThat(verify.out())
                    .containsPattern("movement +7 facts: 1 difference; ")
                    .contains(
                            "  other value: 1 row\n    104, 1: doc is {\"qty\":9}, expected {\"qty\":45}, sheet is <qty>9</qty>, expected"
                                    + " <qty>45</qty>\n")
                    .containsPattern("movement_log +rows of 6 manifests: 1 difference\n")
                    .contains(
                            "  manifest of other rows: 1 row\n    manifest 2: the lake yields 4 rows, and 5 were loaded\n");
        } finally {
            Rows.execute(fixture.warehouse(), staged.formatted("-"), values.formatted(45));
        }
    }

    @Test
    void aNightWithoutChangesStoresAManifestOnly() {
        Manifest last = fixture.history("depot").last().orElseThrow();
        assertThat(last.tables().values()).allSatisfy(table -> {
            assertThat(table.counts().changed()).isZero();
            assertThat(table.counts().unchanged()).isEqualTo(table.counts().read());
            assertThat(table.snapshot()).isFalse();
        });
        List<String> added = new ArrayList<>(lakeByDay.get(5));
        added.removeAll(lakeByDay.get(4));
        assertThat(added).singleElement().asString().contains("manifests/6.json");
        assertThat(partsByDay.get(5)).isEqualTo(partsByDay.get(4));
        assertThat(shelfStockByDay.get(5)).isEqualTo(shelfStockByDay.get(4));
        assertThat(movementsByDay.get(5)).isEqualTo(movementsByDay.get(4));
    }

    private static List<String> counts(String column) {
        return Rows.of(
                fixture.warehouse(),
                "SELECT number, " + column + " FROM varve.load_table WHERE table_name = 'movement' ORDER BY number");
    }
}
