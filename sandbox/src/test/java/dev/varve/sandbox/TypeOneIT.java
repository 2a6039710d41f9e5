package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Dimensions of type 1 over the lake of {@link KioskDays}: loaded, verified, tampered with, taken back and rebuilt. Rows of the
 * last day are what loads made of them, those of earlier days what rewinds gave back.
 */
class TypeOneIT {
    private static final String FILE = Objects.requireNonNull(TypeOneIT.class.getResource("/pipelines/kiosk-now.yaml"))
            .getPath();
    private static final List<String> LAST_ITEMS = List.of(
            "1 | Bolt | 2.00 | f | f | 2026-03-01",
            "2 | Nut M9 | 2.00 | f | f | 2026-03-01",
            "3 | Gear | 3.50 | f | f | 2026-03-01",
            "4 | Cog | 4.00 | t | f | 2026-03-01",
            "8 | null | null | f | t | 2026-03-04",
            "9 | Rod 9 | 9.50 | f | f | 2026-03-01",
            "null | null | null | f | f | 2026-03-01");

    private static final TreeMap<Integer, List<String>> items = new TreeMap<>();
    private static final TreeMap<Integer, List<String>> rare = new TreeMap<>();
    private static final TreeMap<Integer, List<String>> sales = new TreeMap<>();
    private static final List<String> explained = new ArrayList<>();
    private static KioskHistory.Copy warehouse;
    private static Outcome refused;
    private static Outcome status;
    private static Outcome verified;
    private static Outcome tampered;
    private static Outcome keptBack;
    private static Outcome plan;
    private static List<String> counts;
    private static List<String> rebuilt;

    @BeforeAll
    static void play() {
        warehouse = KioskHistory.played().empty();
        refused = warehouse.run("load", FILE);
        assertThat(warehouse.run("load", FILE, "--approve-deletes", "rare_dim").err())
                .isEmpty();
        remember(4);
        counts = rows("""
                SELECT number, table_name, opened, closed, overwritten, inferred, gaps FROM varve.load_table
                WHERE table_name <> 'sale_fact' OR inferred + gaps > 0 ORDER BY 1, 2""");
        status = warehouse.run("status", FILE);
        explained.add(warehouse.run("explain", FILE, "item_dim", "3").out());
        explained.add(warehouse.run("explain", FILE, "item_dim", "8").out());
        explained.add(warehouse.run("explain", FILE, "sale_fact", "1", "1").out());
        explained.add(warehouse.run("explain", FILE, "item_dim", "4", "--json").out());
        verified = warehouse.run("verify", FILE, "--no-source");
        tampered = tamperAndVerify();
        rewind(3);
        keptBack = loadWithoutUpdates();
        rewind(2);
        plan = warehouse.run("plan", FILE);
        rewind(1);
        Outcome rebuild = warehouse.run("rebuild", FILE, "--yes");
        assertThat(rebuild.err()).isEmpty();
        rebuilt = everything();
    }

    @AfterAll
    static void close() {
        warehouse.close();
    }

    private static Outcome tamperAndVerify() {
        Rows.execute(
                warehouse.connection(),
                "CREATE TABLE kept AS SELECT * FROM kiosk.item_dim",
                "CREATE TABLE lost AS SELECT * FROM kiosk.rare_dim WHERE item_id = 1",
                "UPDATE kiosk.item_dim SET price = 0 WHERE item_id = 1",
                "UPDATE kiosk.item_dim SET is_deleted = NOT is_deleted, loaded_as_of = '2026-03-03' WHERE item_id IN (3, 4)",
                "INSERT INTO kiosk.item_dim VALUES (77, 77, 'Saw', 7, false, false, '2026-03-01')",
                "DELETE FROM kiosk.rare_dim WHERE item_id = 1",
                "UPDATE kiosk.sale_fact SET fk_item = 77 WHERE quantity = 61");
        Outcome outcome = warehouse.run("verify", FILE, "--no-source");
        Rows.execute(
                warehouse.connection(),
                "UPDATE kiosk.sale_fact SET fk_item = (SELECT sk_item FROM kept WHERE item_id = 8) WHERE quantity = 61",
                "DELETE FROM kiosk.item_dim WHERE sk_item = 77",
                "UPDATE kiosk.item_dim i SET price = k.price, is_deleted = k.is_deleted, loaded_as_of = k.loaded_as_of"
                        + " FROM kept k WHERE i.sk_item = k.sk_item",
                "INSERT INTO kiosk.rare_dim SELECT * FROM lost",
                "DROP TABLE kept, lost");
        return outcome;
    }

    private static Outcome loadWithoutUpdates() {
        Rows.execute(
                warehouse.connection(),
                "CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER lost BEFORE UPDATE ON kiosk.item_dim FOR EACH ROW EXECUTE FUNCTION lost()");
        Outcome outcome = warehouse.run("load", FILE);
        Rows.execute(warehouse.connection(), "DROP FUNCTION lost CASCADE");
        return outcome;
    }

    private static void rewind(int day) {
        Outcome outcome = warehouse.run("rewind", FILE, "--to", KioskDays.LABELS.get(day - 1), "--yes");
        assertThat(outcome.err()).isEmpty();
        remember(day);
    }

    private static void remember(int day) {
        items.put(day, rows("""
                SELECT item_id, name, price, is_deleted, is_inferred, loaded_as_of FROM kiosk.item_dim ORDER BY 1"""));
        rare.put(day, rows("""
                SELECT item_id, sold, is_deleted, is_inferred, loaded_as_of FROM kiosk.rare_dim WHERE sk_rare <> -1
                ORDER BY 1"""));
        sales.put(day, rows("""
                SELECT "Sale No", line, quantity, coalesce(i.item_id, fk_item), coalesce(r.item_id, fk_rare)
                FROM kiosk.sale_fact JOIN kiosk.item_dim i ON sk_item = fk_item JOIN kiosk.rare_dim r ON sk_rare = fk_rare
                ORDER BY 1, 2"""));
    }

    private static List<String> everything() {
        remember(5);
        List<String> all = new ArrayList<>(items.get(5));
        all.addAll(rare.get(5));
        all.addAll(sales.get(5));
        return all;
    }

    private static List<String> rows(String sql) {
        return Rows.of(warehouse.connection(), sql);
    }

    @Test
    void aChangeIsWrittenOverADeleteIsMarkedAReturnClearsTheMarkAndARewindRestoresEach() {
        assertThat(items.get(1))
                .containsExactly(
                        "1 | Bolt | 1.00 | f | f | 2026-03-01",
                        "2 | Nut | 2.00 | f | f | 2026-03-01",
                        "3 | Gear | 3.00 | f | f | 2026-03-01",
                        "4 | Cog | 4.00 | f | f | 2026-03-01",
                        "9 | null | null | f | t | 2026-03-01",
                        "null | null | null | f | f | 2026-03-01");
        assertThat(items.get(2))
                .containsExactly(
                        "1 | Bolt | 1.50 | f | f | 2026-03-01",
                        "2 | Nut M8 | 2.00 | f | f | 2026-03-01",
                        "3 | Gear | 3.00 | t | f | 2026-03-01",
                        "4 | Cog | 4.00 | f | f | 2026-03-01",
                        "9 | Rod | 9.00 | f | f | 2026-03-01",
                        "null | null | null | f | f | 2026-03-01");
        assertThat(items.get(3))
                .contains("1 | Bolt | 2.00 | f | f | 2026-03-01", "3 | Gear | 3.00 | f | f | 2026-03-01");
        assertThat(items.get(4)).isEqualTo(LAST_ITEMS);
    }

    @Test
    void aModelOfWholeTablesThatYieldsAKeyNoLongerMarksItsRow() {
        assertThat(rare.get(1))
                .containsExactly(
                        "1 | 10 | f | f | 2026-03-01",
                        "2 | 21 | f | f | 2026-03-01",
                        "3 | 31 | f | f | 2026-03-01",
                        "9 | 12 | f | f | 2026-03-01");
        assertThat(rare.get(2))
                .containsExactly(
                        "1 | 10 | t | f | 2026-03-01",
                        "2 | 21 | t | f | 2026-03-01",
                        "3 | 31 | t | f | 2026-03-01",
                        "9 | 12 | t | f | 2026-03-01");
        assertThat(rare.get(4))
                .containsExactly(
                        "1 | 10 | t | f | 2026-03-01",
                        "2 | 21 | t | f | 2026-03-01",
                        "3 | 102 | f | f | 2026-03-01",
                        "8 | 61 | f | f | 2026-03-04",
                        "9 | 102 | f | f | 2026-03-01");
    }

    @Test
    void aFactFindsTheRowOfItsKeyAtAnyTimeThoughItIsMarkedAsDeleted() {
        assertThat(sales.get(4))
                .containsExactly(
                        "1 | 1 | 102 | 2 | 2",
                        "1 | 2 | 102 | 9 | 9",
                        "2 | 1 | 21 | 2 | 2",
                        "3 | 1 | 102 | 3 | 3",
                        "4 | 1 | 41 | -1 | -1",
                        "6 | 1 | 61 | 8 | 8");
        assertThat(rows("SELECT min(sold_at) FROM kiosk.sale_fact")).containsExactly("1826-03-01 09:00:00+00");
    }

    @Test
    void rowsThatCameOrReturnedCountAsOpenedAndNoEventIsInAGap() {
        assertThat(counts)
                .containsExactly(
                        "1 | item_dim | 4 | 0 | 0 | 0 | 0",
                        "1 | rare_dim | 4 | 0 | 0 | 0 | 0",
                        "1 | sale_fact | 0 | 0 | 0 | 1 | 0",
                        "2 | item_dim | 0 | 1 | 3 | 0 | 0",
                        "2 | rare_dim | 0 | 4 | 0 | 0 | 0",
                        "3 | item_dim | 1 | 0 | 2 | 0 | 0",
                        "3 | rare_dim | 2 | 0 | 0 | 0 | 0",
                        "4 | item_dim | 0 | 1 | 2 | 0 | 0",
                        "4 | rare_dim | 1 | 0 | 2 | 0 | 0",
                        "4 | sale_fact | 0 | 0 | 3 | 1 | 0");
        assertThat(status.out())
                .containsPattern("item_dim +6 rows, 5 current, 1 inferred; not verified")
                .containsPattern("rare_dim +5 rows, 3 current, 0 inferred; not verified");
    }

    @Test
    void verifyFindsItRight() {
        assertThat(verified.err()).isEmpty();
        assertThat(verified.out())
                .containsPattern("item_dim +4 current rows: right\n")
                .containsPattern("item_dim +6 rows: right\n")
                .containsPattern("rare_dim +3 current rows: right\n")
                .containsPattern("rare_dim +5 rows: right\n")
                .containsPattern("sale_fact +foreign keys of 6 facts: right\n");
    }

    @Test
    void verifyFindsWhatAnotherHandDid() {
        assertThat(tampered.code()).isEqualTo(1);
        assertThat(tampered.out())
                .contains("  row too many: 1 row\n    77: name Saw, price 7.00, is_deleted false, is_inferred false")
                .contains("  other attribute: 1 row\n    1: price is 0.00, expected 2.00\n")
                .contains("""
                          other flag: 2 rows
                            3: is_deleted is true, expected false
                            4: is_deleted is false, expected true
                          other origin: 2 rows
                            3: loaded_as_of is 2026-03-03, expected 2026-03-01
                        """)
                .contains("  missing row: 1 row\n    1: expected sold 10, is_deleted true")
                .contains("  wrong fk_item: 1 row\n    6, 1: points to 77, expected 8\n");
    }

    @Test
    void aLoadTellsWhatSomethingElseKeepsBack() {
        assertThat(keptBack.code()).isEqualTo(1);
        assertThat(keptBack.err())
                .contains(
                        "Cannot load item_dim of pipeline kiosk as of 2026-03-04: after it 3 keys are not as the lake says:"
                                + " 3, 4, 9. ");
    }

    @Test
    void aPlanTellsWhatBecomesOfRows() {
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out())
                .contains(
                        "item_dim  infer  1 row\n",
                        "item_dim  close  1 row\n",
                        "item_dim  overwrite  4 rows",
                        "item_dim  return  1 row\n",
                        "rare_dim  open  1 row\n",
                        "rare_dim  return  2 rows\n",
                        "is_deleted true -> false")
                .doesNotContain("item_dim  open");
    }

    @Test
    void aRebuildGivesTheSameRows() {
        List<String> loaded = new ArrayList<>(LAST_ITEMS);
        loaded.addAll(rare.get(4));
        loaded.addAll(sales.get(4));
        assertThat(rebuilt).isEqualTo(loaded);
    }

    @Test
    void aRowIsExplainedByWhatHappenedToIt() {
        assertThat(explained.get(0).lines().map(String::strip))
                .contains("item_dim  item_id 3  of pipeline kiosk, from table Item: 1 row")
                .anyMatch(line -> line.startsWith("row  current, sk_item "))
                .containsSubsequence(
                        "the model yields a row of it",
                        "deleted at the source: the row is marked, and kept as it was",
                        "returned: the mark is cleared, and the row is as the model yields it now",
                        "price 3.00 -> 3.50",
                        "what the model yields otherwise now is written over in place");
        assertThat(explained.get(1).lines().map(String::strip))
                .anyMatch(line -> line.startsWith("row  current, inferred, sk_item "))
                .contains("inferred: a fact of manifest 4 named it before its own row came; that has not come yet");
        assertThat(explained.get(2)).contains("the one row of its key, whatever the time\n");
        assertThat(explained.get(3))
                .contains(
                        "\"valid_from\" : null",
                        "\"is_current\" : false",
                        "\"is_deleted\" : true",
                        "\"what\" : \"marked\"");
    }

    @Test
    void aLoadThatWouldMarkAllRowsIsRefusedUntilItIsApproved() {
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains("Cannot load rare_dim of pipeline kiosk as of 2026-03-02: it would close 4 of 4 current keys:"
                        + " 1, 2, 3, 9 (max_delete_fraction is 0.3). If that is right, run 'varve load kiosk"
                        + " --approve-deletes rare_dim'.");
    }
}
