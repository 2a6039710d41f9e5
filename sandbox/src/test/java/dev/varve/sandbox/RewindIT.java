package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to each day of {@link KioskDays}, and forward again. */
class RewindIT {
    private static final String FILE = KioskHistory.file();

    private static KioskHistory history;

    @BeforeAll
    static void play() {
        history = KioskHistory.played();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyRowIsAsItWasAfterThatDay(int day) {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Outcome outcome = warehouse.run("rewind", FILE, "--to", KioskDays.LABELS.get(day - 1), "--yes");

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
            assertThat(warehouse.everything())
                    .isNotEmpty()
                    .isNotEqualTo(history.everything(4))
                    .isEqualTo(history.everything(day));
        }
    }

    @Test
    void itIsShownBeforeItIsDone() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Outcome shown = warehouse.idle(0, "rewind", FILE, "--to", "2026-03-01");
            Outcome done = warehouse.run("rewind", FILE, "--to", "2026-03-01", "--yes");

            assertThat(shown.out().lines())
                    .containsExactly(
                            "rewind   to manifest 1 as of 2026-03-01: takes back 3 manifests: 2026-03-02, 2026-03-03, 2026-03-04",
                            "rewind   sale_fact          2 rows deleted, 3 restored, 1 inserted again",
                            "rewind   item_dim           6 rows deleted, 5 restored, 0 inserted again",
                            "dry run  nothing was changed; to do it: varve rewind kiosk --to 2026-03-01 --yes");
            assertThat(done.out().lines())
                    .startsWith(shown.out().lines().limit(3).toArray(String[]::new))
                    .endsWith("rewound  to manifest 1 as of 2026-03-01; 'varve load kiosk' loads the later ones again");
        }
    }

    @Test
    void imagesOfALoadThatTheLedgerLostAreNotRestored() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(
                    warehouse.connection(),
                    "INSERT INTO varve.undo (pipeline, number, table_name, change, before) SELECT 'kiosk', 5, 'item_dim',"
                            + " 'of a load that was deleted by hand', (row_to_json(i)::jsonb || '{\"name\": \"wrong\"}')::json"
                            + " FROM kiosk.item_dim i WHERE loaded_as_of = '2026-03-01'");
            Outcome shown = warehouse.idle(0, "rewind", FILE, "--to", "2026-03-03");
            Outcome done = warehouse.run("rewind", FILE, "--to", "2026-03-03", "--yes");

            assertThat(done.err()).isEmpty();
            assertThat(done.out().lines())
                    .startsWith(shown.out().lines().limit(3).toArray(String[]::new));
            assertThat(warehouse.everything()).isEqualTo(history.everything(3));
        }
    }

    @Test
    void aLoadGoesForwardAgainAndForgetsWhatLiesBeyondTheHorizon() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse
                            .run("rewind", FILE, "--to", "2026-03-02", "--yes")
                            .code())
                    .isZero();
            List<String> second = warehouse.rows();
            Rows.execute(
                    warehouse.connection(),
                    "UPDATE varve.load SET loaded_at = now() - interval '35 days 1 minute'",
                    "INSERT INTO varve.undo (pipeline, number, table_name, change, before) SELECT 'kiosk', 3, 'item_dim',"
                            + " 'of a load that was deleted by hand', row_to_json(i) FROM kiosk.item_dim i",
                    "UPDATE varve.undo SET before = (before::jsonb || '{\"name\": \"wrong\"}')::json"
                            + " WHERE change LIKE '%by hand'");
            Outcome load = warehouse.run("load", FILE);

            assertThat(load.err()).isEmpty();
            assertThat(warehouse.meaning()).isEqualTo(history.meaning());
            assertThat(Rows.of(
                            warehouse.connection(),
                            "SELECT number, l.undo, count(u.number) > 0 FROM varve.load l LEFT JOIN varve.undo u"
                                    + " USING (pipeline, number) GROUP BY 1, 2 ORDER BY 1"))
                    .containsExactly("1 | f | f", "2 | f | f", "3 | t | t", "4 | t | t");
            assertThat(warehouse
                            .idle(3, "rewind", FILE, "--to", "2026-03-01", "--yes")
                            .err())
                    .isEqualToIgnoringNewLines(
                            "varve: Cannot rewind pipeline kiosk to 2026-03-01: rows are kept as they were back to 2026-03-02"
                                    + " only (warehouse.undo_days: 35). Rewind to that label, or run 'varve rebuild kiosk"
                                    + " --yes', which replays every manifest. Nothing was changed.");
            assertThat(warehouse
                            .run("rewind", FILE, "--to", "2026-03-02", "--yes")
                            .code())
                    .isZero();
            assertThat(warehouse.rows()).isEqualTo(second);
        }
    }

    @Test
    void aLoadThatGoesForwardAgainTellsWhatSomethingElseKeepsBack() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse
                            .run("rewind", FILE, "--to", "2026-03-02", "--yes")
                            .code())
                    .isZero();
            String replace =
                    " Look for other writers of the table, and have 'varve rebuild kiosk --yes' replace what they"
                            + " wrote. Nothing of this interval was loaded.";

            Rows.execute(
                    warehouse.connection(),
                    "CREATE FUNCTION kiosk.none() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                    "CREATE TRIGGER lost BEFORE INSERT ON kiosk.sale_fact FOR EACH ROW EXECUTE FUNCTION kiosk.none()");
            assertThat(warehouse.idle(1, "load", FILE).err())
                    .isEqualToIgnoringNewLines(
                            "varve: Cannot load sale_fact of pipeline kiosk as of 2026-03-03: after it 1 row of the lake is"
                                    + " missing: (3, 1)." + replace);
            Rows.execute(
                    warehouse.connection(),
                    "DROP TRIGGER lost ON kiosk.sale_fact",
                    "CREATE TRIGGER left_over BEFORE DELETE ON kiosk.sale_fact FOR EACH ROW EXECUTE FUNCTION kiosk.none()");
            assertThat(warehouse.idle(1, "load", FILE).err())
                    .isEqualToIgnoringNewLines(
                            "varve: Cannot load sale_fact of pipeline kiosk as of 2026-03-03: after it 1 row is there that"
                                    + " it deletes: (5, 1)." + replace);
        }
    }

    @Test
    void whatBecameOfAFactThatIsGoneIsExplained() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            String back =
                    warehouse.idle(0, "explain", FILE, "sale_fact", "3", "1").out();
            String gone =
                    warehouse.idle(0, "explain", FILE, "sale_fact", "5", "1").out();

            assertThat(back.lines().map(line -> line.strip().replaceFirst(" as of .*", "")))
                    .containsSubsequence(
                            "inserted     manifest 3",
                            "the model yields a fact of it again",
                            "overwritten  manifest 4",
                            "changes that are not in the warehouse",
                            "inserted     manifest 1",
                            "the model yields a fact of it",
                            "removed      manifest 2",
                            "the model no longer yields it: the fact is deleted");
            assertThat(gone.lines().map(line -> line.strip().replaceFirst(" as of .*", "")))
                    .startsWith(
                            "sale_fact  Sale No 5, line 1  of pipeline kiosk, from table Sale: not in the warehouse")
                    .containsSubsequence("inserted     manifest 2", "removed      manifest 3");
        }
    }

    @Test
    void aColumnThatCameLaterKeepsItsValues() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(warehouse.connection(), "ALTER TABLE kiosk.item_dim ADD COLUMN added text DEFAULT 'kept'");
            assertThat(warehouse
                            .run("rewind", FILE, "--to", "2026-03-01", "--yes")
                            .code())
                    .isZero();

            assertThat(Rows.of(warehouse.connection(), "SELECT added, count(*) FROM kiosk.item_dim GROUP BY 1"))
                    .containsExactly("kept | 6");
            Rows.execute(warehouse.connection(), "ALTER TABLE kiosk.item_dim DROP COLUMN added");
            assertThat(warehouse.everything()).isEqualTo(history.everything(1));
        }
    }

    @Test
    void theLastLabelLeavesNothingToDo() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse
                            .idle(0, "rewind", FILE, "--to", "2026-03-04", "--yes")
                            .out())
                    .isEqualToIgnoringNewLines(
                            "rewind   nothing to do: manifest 4 as of 2026-03-04 is the last that is loaded");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2026-3-1          | to '2026-3-1': it is no label such as 2026-11-20 or 2026-11-20T10:15Z.
        yesterday         | to 'yesterday': it is no label such as
        2026-02-29        | to '2026-02-29': it is no label such as
        2026-02-28        | no manifest of that label is loaded: the first is 2026-03-01. 'varve
        2026-03-02T10:15Z | no manifest of that label is loaded: the nearest are 2026-03-02 and 2026-03-03. 'varve
        2026-03-05        | no manifest of that label is loaded: the last is 2026-03-04. 'varve status kiosk --last 0' lists them all.
        """)
    void aLabelThatDoesNotExistIsTold(String label, String reason) {
        try (KioskHistory.Copy warehouse = history.copy()) {
            assertThat(warehouse.idle(2, "rewind", FILE, "--to", label, "--yes").err())
                    .startsWith("varve: Cannot rewind pipeline kiosk to ")
                    .contains(reason)
                    .hasLineCount(1);
        }
    }

    @Test
    void aWarehouseThatHoldsNothingIsTold() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(warehouse.connection(), "DELETE FROM varve.load");

            assertThat(warehouse
                            .idle(3, "rewind", FILE, "--to", "2026-03-01", "--yes")
                            .err())
                    .isEqualToIgnoringNewLines("varve: Cannot rewind pipeline kiosk to 2026-03-01: the ledger says that"
                            + " nothing was loaded. Run 'varve load kiosk'. Nothing was changed.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rewind  | --to 2026-03-01       | ' to 2026-03-01' | varve rewind kiosk --to 2026-03-01 --yes
        rewind  | --to 2026-03-01 --yes | ' to 2026-03-01' | varve rewind kiosk --to 2026-03-01 --yes
        rebuild | --yes                 | ''               | varve rebuild kiosk --yes
        """)
    void nothingIsDoneWhileAnotherProcessLoads(String command, String options, String to, String then) {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(warehouse.connection(), "SELECT pg_advisory_lock(hashtextextended('varve:kiosk', 0))");
            List<String> args = new ArrayList<>(List.of(command, FILE));
            args.addAll(List.of(options.split(" ")));

            assertThat(warehouse.idle(4, args.toArray(String[]::new)).err())
                    .isEqualToIgnoringNewLines(
                            "varve: Cannot " + command + " pipeline kiosk" + to + ": another process is loading"
                                    + " it into this warehouse. Wait for it, then run '" + then + "'.");
        }
    }

    @Test
    void aRowThatSomethingElsePointsToIsTold() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(
                    warehouse.connection(),
                    "CREATE TABLE kiosk.remark (sk_item bigint REFERENCES kiosk.item_dim)",
                    "INSERT INTO kiosk.remark SELECT max(sk_item) FROM kiosk.item_dim");

            assertThat(warehouse
                            .idle(1, "rewind", FILE, "--to", "2026-03-03", "--yes")
                            .err())
                    .startsWith(
                            "varve: Cannot rewind pipeline kiosk to 2026-03-03: ERROR: update or delete on table"
                                    + " \"item_dim\" violates foreign key constraint \"remark_sk_item_fkey\" on table \"remark\"")
                    .endsWith("Nothing was changed.\n")
                    .hasLineCount(1);
        }
    }

    @Test
    void aLedgerFromBeforeImagesWereKeptIsTold() {
        try (KioskHistory.Copy warehouse = history.copy()) {
            Rows.execute(warehouse.connection(), "UPDATE varve.load SET undo = false", "DELETE FROM varve.undo");

            assertThat(warehouse
                            .idle(3, "rewind", FILE, "--to", "2026-03-01", "--yes")
                            .err())
                    .isEqualToIgnoringNewLines(
                            "varve: Cannot rewind pipeline kiosk to 2026-03-01: no rows are kept as they were before the"
                                    + " last load (warehouse.undo_days: 35). Run 'varve rebuild kiosk --yes', which"
                                    + " replays every manifest. Nothing was changed.");
        }
    }
}
