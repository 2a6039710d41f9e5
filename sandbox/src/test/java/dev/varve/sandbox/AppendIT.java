package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Counts;
import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Four hand-written days of a table without a key, 2026-03-01 to 2026-03-04, each read at 00:30 UTC of the day after. The ingest of
 * the second day dies before its manifest and is done anew.
 */
class AppendIT {
    private static final String FILE = Objects.requireNonNull(AppendIT.class.getResource("/pipelines/poll.yaml"))
            .getPath();
    private static final List<List<String>> STATEMENTS = List.of(
            List.of(
                    "CREATE TABLE Ballot (place VARCHAR(10), choice VARCHAR(10), spare VARCHAR(10), cast_at"
                            + " TIMESTAMP(6) NULL DEFAULT NULL)",
                    "INSERT INTO Ballot VALUES ('Hue', 'tea', NULL, '2026-03-01 09:00'),"
                            + " ('Hue', 'tea', NULL, '2026-03-01 09:00'), ('Hue', 'tea', NULL, '2026-03-01 09:00'),"
                            + " ('Hue', NULL, 'tea', '2026-03-01 09:00'), ('Hue', NULL, NULL, NULL),"
                            + " ('Hue', NULL, '', NULL)"),
            List.of(
                    "DELETE FROM Ballot WHERE choice = 'tea' LIMIT 1",
                    "INSERT INTO Ballot VALUES ('Vinh', 'milk', NULL, '2026-03-02 10:00'),"
                            + " ('Vinh', 'milk', NULL, '2026-03-02 10:00')"),
            List.of(),
            List.of(
                    "INSERT INTO Ballot VALUES ('Hue', 'tea', NULL, '2026-03-01 09:00'),"
                            + " ('Hue', 'tea', NULL, '2026-03-01 09:00')",
                    "UPDATE Ballot SET spare = choice, choice = NULL WHERE place = 'Vinh' LIMIT 1"));

    private static final List<List<String>> ballotsByDay = new ArrayList<>();
    private static final List<List<String>> lakeByDay = new ArrayList<>();
    private static PipelineFixture fixture;
    private static String again;

    @BeforeAll
    static void playTheDays() {
        fixture = PipelineFixture.fresh("poll");
        for (int day = 1; day <= 4; day++) {
            play(day);
        }
        again = succeeds("run", FILE, "--as-of", "2026-03-04", "--now", night(4));
        ballotsByDay.add(ballots());
    }

    private static void play(int day) {
        Rows.execute(fixture.source(), STATEMENTS.get(day - 1).toArray(String[]::new));
        if (day == 2) {
            succeeds("ingest", FILE, "--now", night(day));
            fixture.lake().delete("raw/poll/manifests/2.json"); // as if it had died just before
        }
        assertThat(succeeds("run", FILE, "--now", night(day))).contains("manifest " + day + " as of 2026-03-0" + day);
        ballotsByDay.add(ballots());
        lakeByDay.add(fixture.lake().hashes("raw"));
    }

    private static String night(int day) {
        return "2026-03-0" + (day + 1) + "T00:30:00Z";
    }

    private static String succeeds(String... args) {
        Outcome outcome = fixture.run(args);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    /** Every ballot with the start of the version that it points to. */
    private static List<String> ballots() {
        return Rows.of(fixture.warehouse(), """
                SELECT f.place, f.choice, f.spare, nth, concat_ws(' ', c.choice, c.ballots, c.valid_from::date),
                       source_deleted_at, f.loaded_as_of
                FROM poll.ballot_fact f JOIN poll.choice_dim c ON c.sk_choice = f.fk_choice
                ORDER BY f.place, f.choice, f.spare, nth
                """);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void rowsAreOfOneKindOnlyIfEveryColumnIsEqual() {
        assertThat(ballotsByDay.get(0))
                .containsExactly(
                        "Hue | tea | null | 1 | tea 3 1900-01-01 | null | 2026-03-01",
                        "Hue | tea | null | 2 | tea 3 1900-01-01 | null | 2026-03-01",
                        "Hue | tea | null | 3 | tea 3 1900-01-01 | null | 2026-03-01",
                        "Hue | null |  | 1 | 1900-01-01 | null | 2026-03-01",
                        "Hue | null | tea | 1 | 1900-01-01 | null | 2026-03-01",
                        "Hue | null | null | 1 | 1900-01-01 | null | 2026-03-01");
    }

    @Test
    void oneOfThreeEqualRowsThatGoesIsTheThird() {
        assertThat(ballotsByDay.get(1))
                .filteredOn(row -> row.startsWith("Hue | tea"))
                .containsExactly(
                        "Hue | tea | null | 1 | tea 3 1900-01-01 | null | 2026-03-01",
                        "Hue | tea | null | 2 | tea 3 1900-01-01 | null | 2026-03-01",
                        "Hue | tea | null | 3 | tea 3 1900-01-01 | 2026-03-03 00:30:00+00 | 2026-03-01");
    }

    @Test
    void equalRowsThatComeTakeTheNextNumbers() {
        assertThat(ballotsByDay.get(3))
                .contains(
                        "Hue | tea | null | 3 | tea 3 1900-01-01 | null | 2026-03-01", // it returned
                        "Hue | tea | null | 4 | tea 3 1900-01-01 | null | 2026-03-04",
                        "Vinh | milk | null | 1 | milk 2 2026-03-02 | null | 2026-03-02",
                        "Vinh | milk | null | 2 | milk 2 2026-03-02 | 2026-03-05 00:30:00+00 | 2026-03-02",
                        "Vinh | null | milk | 1 | 1900-01-01 | null | 2026-03-04"); // the value moved
    }

    @Test
    void everyRowReadIsInTheLayerOrUnchanged() {
        List<Counts> counts = fixture.history("poll").entries().stream()
                .map(entry -> entry.manifest().table("Ballot").orElseThrow())
                .map(TableManifest::counts)
                .toList();
        assertThat(counts)
                .containsExactly(
                        new Counts(6, 6, 0, 0, 0),
                        new Counts(7, 2, 0, 1, 5),
                        new Counts(7, 0, 0, 0, 7),
                        new Counts(9, 3, 0, 1, 6))
                .allMatch(Counts::addUp);
    }

    @Test
    void aNightWithoutChangesStoresAManifestOnly() {
        List<String> added = new ArrayList<>(lakeByDay.get(2));
        added.removeAll(lakeByDay.get(1));

        assertThat(added).singleElement().asString().contains("manifests/3.json");
        assertThat(ballotsByDay.get(2)).isEqualTo(ballotsByDay.get(1));
    }

    @Test
    void theSameNightAgainChangesNothing() {
        assertThat(again).contains("nothing to do");
        assertThat(ballotsByDay.get(4)).isEqualTo(ballotsByDay.get(3));
    }

    @Test
    void validateSaysWhatTellsRowsApart() {
        assertThat(succeeds("validate", FILE))
                .contains("table Ballot: 4 columns, rows told apart by [varve_row, varve_occurrence], append\n");
    }

    @Test
    void aRowIsExplainedByItsHashAndNumber() {
        String tea = Rows.of(
                        fixture.warehouse(),
                        "SELECT DISTINCT ballot FROM poll.ballot_fact WHERE place = 'Hue' AND choice = 'tea'")
                .get(0);

        assertThat(succeeds("explain", FILE, "ballot_fact", tea, "3").lines().map(String::strip))
                .contains("ballot_fact  ballot " + tea + ", nth 3  of pipeline poll, from table Ballot: 1 fact")
                .containsSubsequence(
                        "the model yields a fact of it",
                        "deleted at the source: only known to lie between 2026-03-02T00:30:00Z and"
                                + " 2026-03-03T00:30:00Z; marked with the later one, and kept");
    }

    @Test
    void anEmptiedTableIsRefused() {
        List<String> rows = Rows.of(fixture.source(), "SELECT count(*) FROM Ballot");
        Rows.execute(fixture.source(), "CREATE TABLE Kept AS SELECT * FROM Ballot", "DELETE FROM Ballot");
        try {
            Outcome refused = fixture.run("run", FILE, "--now", night(5));
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).contains(": table Ballot: the source shows 0 rows, which would delete 9 of 9 ");
        } finally {
            Rows.execute(fixture.source(), "INSERT INTO Ballot SELECT * FROM Kept", "DROP TABLE Kept");
        }
        assertThat(Rows.of(fixture.source(), "SELECT count(*) FROM Ballot")).isEqualTo(rows);
        assertThat(fixture.history("poll").last().map(Manifest::number)).contains(4);
    }

    @Test
    void whatARebuildMakesIsTheSameAndVerified() {
        String verified = succeeds("verify", FILE);
        succeeds("rebuild", FILE, "--yes");

        assertThat(ballots()).isEqualTo(ballotsByDay.get(4));
        assertThat(verified)
                .containsPattern("ballot_fact +10 facts: right")
                .containsPattern("choice_dim +2 current rows: right\n")
                .containsPattern("Ballot +9 rows of the source: right\n")
                .contains("verified through 2026-03-04, manifest 4");
    }
}
