package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.sandbox.ToldChanges.Told;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An interval in which keys change up to three times, told change by change, after a first snapshot. It is loaded, explained,
 * verified, taken back and loaded anew. Then comes one that deletes too much, change by change.
 */
class SeveralChangesIT {
    private static final String FILE = Objects.requireNonNull(
                    SeveralChangesIT.class.getResource("/pipelines/stall.yaml"))
            .getPath();
    private static final String ITEM = "item_id INT, name STRING, price DECIMAL(8,2)";
    private static final String SALE = "sale_id INT, item_id INT, quantity INT, state STRING, sold_at TIMESTAMP";

    private static final List<String> ITEMS =
            List.of("1, 'Bolt', 1.00", "2, 'Nut', 2.00", "3, 'Gear', 3.00", "4, 'Cog', 4.00", "7, 'Rod', 7.00");
    private static final List<String> SALES = List.of(
            "10, 1, 10, 'paid', '2026-03-01 09:00'",
            "11, 3, 11, 'paid', '2026-03-01 09:00'",
            "13, 2, 13, 'paid', '2026-03-01 09:00'",
            "14, 4, 14, 'paid', '2026-03-01 09:00'",
            "16, 1, 16, 'paid', '2026-03-01 09:00'",
            "18, 1, 18, 'paid', '2026-03-01 09:00'");
    private static final List<String> ITEM_CHANGES = List.of(
            "0, 'update', '2026-03-02 06:00', 1, 'Bolt', 1.10",
            "1, 'update', '2026-03-02 09:00', 1, 'Bolt', 1.20",
            "2, 'update', '2026-03-02 15:00', 1, 'Bolt', 1.30",
            "0, 'update', '2026-03-02 07:00', 2, 'Nut', 2.10",
            "1, 'update', '2026-03-02 08:00', 2, 'Nut M8', 2.10", // overwritten
            "2, 'delete', '2026-03-02 10:00', 2, 'Nut M8', 2.10",
            "0, 'delete', '2026-03-02 11:00', 3, 'Gear', 3.00",
            "1, 'insert', '2026-03-02 12:00', 3, 'Gear', 3.00",
            "0, 'update', '2026-03-02 13:00', 4, 'Cog', 4.10",
            "1, 'update', '2026-03-02 13:00', 4, 'Cog', 4.20", // at the same instant
            "0, 'insert', '2026-03-02 06:00', 5, 'Pawl', 5.00",
            "1, 'update', '2026-03-02 07:00', 5, 'Pawl', 5.50",
            "2, 'delete', '2026-03-02 08:00', 5, 'Pawl', 5.50",
            "0, 'insert', '2026-03-02 06:00', 6, 'Cam', 6.00",
            "0, 'update', '2026-03-02 05:00', 7, 'Rod', 0", // leaves the model's filter
            "1, 'update', '2026-03-02 06:00', 7, 'Rod', 7.50");
    private static final List<String> SALE_CHANGES = List.of(
            "0, 'update', '2026-03-02 06:30', 10, 1, 11, 'paid', '2026-03-01 09:00'",
            "1, 'update', '2026-03-02 07:30', 10, 2, 12, 'paid', '2026-03-01 09:00'",
            "0, 'delete', '2026-03-02 08:00', 11, 3, 11, 'paid', '2026-03-01 09:00'",
            "1, 'insert', '2026-03-02 09:00', 11, 3, 11, 'paid', '2026-03-01 09:00'",
            "0, 'insert', '2026-03-02 06:00', 12, 1, 1, 'paid', '2026-03-02 05:30'",
            "1, 'update', '2026-03-02 07:00', 12, 8, 2, 'paid', '2026-03-02 05:30'", // nobody knows 8
            "2, 'delete', '2026-03-02 08:00', 12, 8, 2, 'paid', '2026-03-02 05:30'",
            "0, 'update', '2026-03-02 06:00', 13, 2, 13, 'void', '2026-03-01 09:00'", // leaves the model's filter
            "1, 'update', '2026-03-02 07:00', 13, 2, 130, 'paid', '2026-03-01 09:00'",
            "0, 'update', '2026-03-02 06:00', 14, 4, 140, 'paid', '2026-03-01 09:00'",
            "1, 'delete', '2026-03-02 07:00', 14, 4, 140, 'paid', '2026-03-01 09:00'",
            "0, 'insert', '2026-03-02 10:00', 15, 1, 15, 'paid', '2026-03-02 10:00'",
            "0, 'update', '2026-03-02 12:00', 16, 1, 160, 'paid', '2026-03-01 09:00'",
            "1, 'update', '2026-03-02 12:00', 16, 1, 161, 'paid', '2026-03-01 09:00'", // at the same instant
            "0, 'insert', '2026-03-02 10:00', 17, 9, 17, 'paid', '2026-03-02 10:00'", // nobody knows 9
            "1, 'update', '2026-03-02 11:00', 17, 1, 17, 'paid', '2026-03-02 10:00'",
            "0, 'update', '2026-03-02 06:00', 18, 1, 18, 'void', '2026-03-01 09:00'",
            "1, 'delete', '2026-03-02 07:00', 18, 1, 18, 'void', '2026-03-01 09:00'");

    private static final List<String> TABLES = List.of("item_dim", "item_now", "label_dim", "sale_fact", "sale_log");

    private static PipelineFixture fixture;
    private static List<String> atFirst;
    private static List<String> counts;
    private static List<String> items;
    private static List<String> itemsNow;
    private static List<String> labels;
    private static List<String> facts;
    private static List<String> records;
    private static List<String> explained;
    private static List<String> meaning;
    private static Outcome verified;
    private static List<String> wentBack;
    private static List<String> rebuilt;
    private static Outcome refused;

    @BeforeAll
    static void play() {
        fixture = PipelineFixture.fresh("stall");
        ToldChanges lake = new ToldChanges("stall", fixture.layout("stall"));
        lake.first(
                "2026-03-02T00:30:00Z",
                new Told("Item", ITEM, all(Stream.of(ITEMS, pins("%d, 'Pin', 0.50", 1, 12)))),
                new Told("Sale", SALE, SALES));
        succeeds("load", FILE);
        atFirst = everything();
        lake.interval(
                "2026-03-03T00:30:00Z",
                new Told(
                        "Item",
                        ITEM,
                        all(Stream.of(
                                ITEM_CHANGES,
                                pins("0, 'delete', '2026-03-02 14:00', %d, 'Pin', 0.50", 1, 12),
                                pins("1, 'insert', '2026-03-02 14:30', %d, 'Pin', 0.50", 1, 12)))),
                new Told("Sale", SALE, SALE_CHANGES));
        succeeds("load", FILE);
        items = items();
        itemsNow = itemsNow();
        labels = labels();
        facts = facts();
        records = records();
        counts = counts();
        meaning = meaning();
        explained = Stream.of("item_dim 1", "item_dim 2", "sale_fact 13", "sale_log 11", "item_now 3")
                .map(row -> succeeds(Stream.concat(Stream.of("explain", FILE), Stream.of(row.split(" ", -1)))
                        .toArray(String[]::new)))
                .toList();
        spoil();
        AtomicReference<Outcome> verification = new AtomicReference<>();
        fixture.lake()
                .whileAway(
                        "processed/stall/item_dim", () -> verification.set(fixture.run("verify", FILE, "--no-source")));
        verified = Objects.requireNonNull(verification.get());
        succeeds("rewind", FILE, "--to", "2026-03-01", "--yes");
        wentBack = everything();
        succeeds("rebuild", FILE, "--yes");
        rebuilt = meaning();
        deleteTooMuch(lake);
        refused = fixture.run("load", FILE);
    }

    /** For the verification to find, which folds the layers where the processed zone has nothing of a table. */
    private static void spoil() {
        Rows.execute(
                fixture.warehouse(),
                "UPDATE stall.item_dim SET price = 1.11 WHERE item_id = 1 AND price = 1.20",
                "UPDATE stall.sale_log SET quantity = 162 WHERE sale_id = 16 AND quantity = 160");
    }

    private static void deleteTooMuch(ToldChanges lake) {
        lake.interval(
                "2026-03-04T00:30:00Z",
                new Told(
                        "Item",
                        ITEM,
                        all(Stream.of(
                                pins("0, 'delete', '2026-03-03 08:00', %d, 'Pin', 0.50", 1, 6),
                                pins("0, 'update', '2026-03-03 08:00', %d, 'Pin', 0.60", 7, 12),
                                pins("1, 'delete', '2026-03-03 09:00', %d, 'Pin', 0.60", 7, 12)))),
                Told.nothing("Sale", SALE));
    }

    /** A line for each of the items 101 to 112, or some of them. */
    private static List<String> pins(String line, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> line.formatted(100 + number))
                .toList();
    }

    private static List<String> all(Stream<List<String>> lines) {
        return lines.flatMap(List::stream).toList();
    }

    private static String succeeds(String... args) {
        Outcome outcome = fixture.run(args);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    /** Every column of every row. */
    private static List<String> everything() {
        return TABLES.stream()
                .flatMap(table ->
                        Rows.of(fixture.warehouse(), "SELECT t::text FROM stall." + table + " t ORDER BY 1").stream())
                .toList();
    }

    /** Every row without surrogate keys, and what each load did. */
    private static List<String> meaning() {
        return Stream.of(
                        items(),
                        itemsNow(),
                        labels(),
                        facts(),
                        records(),
                        Rows.of(
                                fixture.warehouse(),
                                "SELECT t::text FROM varve.load_table t ORDER BY number, table_name"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> items() {
        return Rows.of(fixture.warehouse(), """
                SELECT item_id, name, price, to_char(valid_from, 'YY-MM-DD HH24:MI:SS.US'),
                       to_char(valid_to, 'YY-MM-DD HH24:MI:SS.US'),
                       CASE WHEN is_inferred THEN 'inferred' WHEN is_current THEN 'current' WHEN is_deleted THEN 'deleted'
                            ELSE 'replaced' END, valid_from_precision, loaded_as_of
                FROM stall.item_dim WHERE sk_item <> -1 ORDER BY item_id, valid_from
                """);
    }

    private static List<String> itemsNow() {
        return Rows.of(fixture.warehouse(), """
                SELECT item_id, name, price, is_deleted, is_inferred, loaded_as_of
                FROM stall.item_now WHERE sk_item <> -1 ORDER BY item_id
                """);
    }

    private static List<String> labels() {
        return Rows.of(fixture.warehouse(), """
                SELECT item_id, price, valid_from, valid_to, is_current, is_deleted, valid_from_precision, loaded_as_of
                FROM stall.label_dim WHERE sk_label <> -1 ORDER BY item_id, valid_from
                """);
    }

    /** Every fact with the start of the version that it points to. */
    private static List<String> facts() {
        return Rows.of(fixture.warehouse(), """
                SELECT sale_id, item_id || ' ' || to_char(valid_from, 'YY-MM-DD HH24:MI'), quantity, last_price,
                       to_char(source_deleted_at, 'YY-MM-DD HH24:MI'), f.loaded_as_of
                FROM stall.sale_fact f JOIN stall.item_dim ON sk_item = fk_item ORDER BY sale_id
                """);
    }

    private static List<String> records() {
        return Rows.of(fixture.warehouse(), """
                SELECT sale_id, item_id || ' ' || to_char(valid_from, 'YY-MM-DD HH24:MI'), quantity,
                       to_char(recorded_at, 'YY-MM-DD HH24:MI:SS.US'), to_char(source_deleted_at, 'YY-MM-DD HH24:MI'),
                       f.loaded_as_of
                FROM stall.sale_log f JOIN stall.item_dim ON sk_item = fk_item ORDER BY sale_id, recorded_at
                """);
    }

    private static List<String> counts() {
        return Rows.of(fixture.warehouse(), """
                SELECT table_name, staged, opened, closed, overwritten, inferred, inserted, source_deleted, removed
                FROM varve.load_table WHERE number = 2 ORDER BY table_name
                """);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void threeUpdatesOfAKeyAreThreeVersionsWithTheirOwnTimes() {
        assertThat(of(items, "1"))
                .containsExactly(
                        "Bolt | 1.00 | 00-01-01 00:00:00.000000 | 26-03-02 06:00:00.000000 | replaced | initial | 2026-03-01",
                        "Bolt | 1.10 | 26-03-02 06:00:00.000000 | 26-03-02 09:00:00.000000 | replaced | exact | 2026-03-02",
                        "Bolt | 1.20 | 26-03-02 09:00:00.000000 | 26-03-02 15:00:00.000000 | replaced | exact | 2026-03-02",
                        "Bolt | 1.30 | 26-03-02 15:00:00.000000 | 99-12-31 00:00:00.000000 | current | exact | 2026-03-02");
    }

    @Test
    void aKeyThatComesAndGoesLeavesClosedVersions() {
        assertThat(of(items, "5"))
                .containsExactly(
                        "Pawl | 5.00 | 26-03-02 06:00:00.000000 | 26-03-02 07:00:00.000000 | replaced | exact | 2026-03-02",
                        "Pawl | 5.50 | 26-03-02 07:00:00.000000 | 26-03-02 08:00:00.000000 | deleted | exact | 2026-03-02");
        assertThat(of(items, "2")) // the name is not tracked
                .containsExactly(
                        "Nut | 2.00 | 00-01-01 00:00:00.000000 | 26-03-02 07:00:00.000000 | replaced | initial | 2026-03-01",
                        "Nut M8 | 2.10 | 26-03-02 07:00:00.000000 | 26-03-02 10:00:00.000000 | deleted | exact | 2026-03-02");
    }

    @Test
    void aKeyThatGoesAndReturnsHasAGap() {
        assertThat(of(items, "3"))
                .containsExactly(
                        "Gear | 3.00 | 00-01-01 00:00:00.000000 | 26-03-02 11:00:00.000000 | deleted | initial | 2026-03-01",
                        "Gear | 3.00 | 26-03-02 12:00:00.000000 | 99-12-31 00:00:00.000000 | current | exact | 2026-03-02");
        assertThat(of(items, "7")) // it left the model's filter
                .containsExactly(
                        "Rod | 7.00 | 00-01-01 00:00:00.000000 | 26-03-02 05:00:00.000000 | deleted | initial | 2026-03-01",
                        "Rod | 7.50 | 26-03-02 06:00:00.000000 | 99-12-31 00:00:00.000000 | current | exact | 2026-03-02");
    }

    /** Each change of the interval finds the row as the one before left it. */
    @Test
    void aRowOfType1IsAsTheLastChangeLeftIt() {
        assertThat(itemsNow.stream().filter(row -> !row.contains(" | Pin | ")))
                .containsExactly(
                        "1 | Bolt | 1.30 | f | f | 2026-03-01",
                        "2 | Nut M8 | 2.10 | t | f | 2026-03-01",
                        "3 | Gear | 3.00 | f | f | 2026-03-01", // gone and back
                        "4 | Cog | 4.20 | f | f | 2026-03-01",
                        "5 | Pawl | 5.50 | t | f | 2026-03-02", // came and went
                        "6 | Cam | 6.00 | f | f | 2026-03-02",
                        "7 | Rod | 7.50 | f | f | 2026-03-01"); // left the model and came back
        assertThat(explained.get(4))
                .containsSubsequence("  marked  ", "deleted at the source", "  overwritten  ", "returned");
    }

    @Test
    void changesOfOneInstantAreAMicrosecondApart() {
        assertThat(of(items, "4"))
                .containsExactly(
                        "Cog | 4.00 | 00-01-01 00:00:00.000000 | 26-03-02 13:00:00.000000 | replaced | initial | 2026-03-01",
                        "Cog | 4.10 | 26-03-02 13:00:00.000000 | 26-03-02 13:00:00.000001 | replaced | exact | 2026-03-02",
                        "Cog | 4.20 | 26-03-02 13:00:00.000001 | 99-12-31 00:00:00.000000 | current | moved | 2026-03-02");
    }

    @Test
    void aJoinedDimensionComparesEndStates() {
        assertThat(labels)
                .containsExactly(
                        "1 | 1.00 | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | initial | 2026-03-01",
                        "1 | 1.30 | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-02",
                        "2 | 2.00 | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | f | t | initial | 2026-03-01",
                        "3 | 3.00 | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | initial | 2026-03-01",
                        "4 | 4.00 | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | initial | 2026-03-01",
                        "4 | 4.20 | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-02",
                        "6 | 6.00 | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-02",
                        "7 | 7.00 | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | initial | 2026-03-01",
                        "7 | 7.50 | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-02");
    }

    @Test
    void theLastChangeOfAnOverwrittenFactCounts() {
        assertThat(facts)
                .containsExactly(
                        "10 | 2 00-01-01 00:00 | 12 | null | null | 2026-03-01",
                        "11 | 3 00-01-01 00:00 | 11 | 3.00 | null | 2026-03-01", // gone and back
                        "12 | 8 00-01-01 00:00 | 2 | null | 26-03-02 08:00 | 2026-03-02", // came and went
                        "13 | 2 00-01-01 00:00 | 130 | null | null | 2026-03-02", // left the model and came back
                        "14 | 4 00-01-01 00:00 | 140 | 4.20 | 26-03-02 07:00 | 2026-03-01",
                        "15 | 1 26-03-02 09:00 | 15 | 1.30 | null | 2026-03-02",
                        "16 | 1 00-01-01 00:00 | 161 | 1.30 | null | 2026-03-01",
                        "17 | 1 26-03-02 09:00 | 17 | 1.30 | null | 2026-03-02");
        assertThat(of(items, "9")).singleElement().asString().contains(" | inferred | ");
    }

    @Test
    void eachChangeOfAFactIsARecordWithItsOwnTime() {
        assertThat(records)
                .containsExactly(
                        "10 | 1 00-01-01 00:00 | 10 | 00-01-01 00:00:00.000000 | null | 2026-03-01",
                        "10 | 1 00-01-01 00:00 | 11 | 26-03-02 06:30:00.000000 | null | 2026-03-02",
                        "10 | 2 00-01-01 00:00 | 12 | 26-03-02 07:30:00.000000 | null | 2026-03-02",
                        "11 | 3 00-01-01 00:00 | 11 | 00-01-01 00:00:00.000000 | 26-03-02 08:00 | 2026-03-01",
                        "11 | 3 00-01-01 00:00 | 11 | 26-03-02 09:00:00.000000 | null | 2026-03-02",
                        "12 | 1 00-01-01 00:00 | 1 | 26-03-02 06:00:00.000000 | null | 2026-03-02",
                        "12 | 8 00-01-01 00:00 | 2 | 26-03-02 07:00:00.000000 | 26-03-02 08:00 | 2026-03-02",
                        "13 | 2 00-01-01 00:00 | 13 | 00-01-01 00:00:00.000000 | 26-03-02 06:00 | 2026-03-01",
                        "13 | 2 00-01-01 00:00 | 130 | 26-03-02 07:00:00.000000 | null | 2026-03-02",
                        "14 | 4 00-01-01 00:00 | 14 | 00-01-01 00:00:00.000000 | null | 2026-03-01",
                        "14 | 4 00-01-01 00:00 | 140 | 26-03-02 06:00:00.000000 | 26-03-02 07:00 | 2026-03-02",
                        "15 | 1 26-03-02 09:00 | 15 | 26-03-02 10:00:00.000000 | null | 2026-03-02",
                        "16 | 1 00-01-01 00:00 | 16 | 00-01-01 00:00:00.000000 | null | 2026-03-01",
                        "16 | 1 00-01-01 00:00 | 160 | 26-03-02 12:00:00.000000 | null | 2026-03-02",
                        "16 | 1 00-01-01 00:00 | 161 | 26-03-02 12:00:00.000001 | null | 2026-03-02",
                        "17 | 9 00-01-01 00:00 | 17 | 26-03-02 10:00:00.000000 | null | 2026-03-02",
                        "17 | 1 26-03-02 09:00 | 17 | 26-03-02 11:00:00.000000 | null | 2026-03-02",
                        "18 | 1 00-01-01 00:00 | 18 | 00-01-01 00:00:00.000000 | 26-03-02 06:00 | 2026-03-01");
    }

    @Test
    void whatALoadDidIsCountedOverAllChanges() {
        assertThat(counts)
                .containsExactly(
                        "item_dim | 40 | 23 | 23 | 1 | 0 | 0 | 0 | 0",
                        "item_now | 40 | 16 | 16 | 8 | 0 | 0 | 0 | 0",
                        "label_dim | 5 | 4 | 4 | 0 | 0 | 0 | 0 | 0",
                        "sale_fact | 18 | 0 | 0 | 8 | 2 | 4 | 3 | 2",
                        "sale_log | 18 | 0 | 0 | 0 | 0 | 12 | 5 | 0");
    }

    @Test
    void keysThatReturnInTheIntervalAreNotLost() {
        assertThat(of(items, "112"))
                .containsExactly(
                        "Pin | 0.50 | 00-01-01 00:00:00.000000 | 26-03-02 14:00:00.000000 | deleted | initial | 2026-03-01",
                        "Pin | 0.50 | 26-03-02 14:30:00.000000 | 99-12-31 00:00:00.000000 | current | exact | 2026-03-02");
    }

    @Test
    void keysThatAreLostChangeByChangeAreCountedTogether() {
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .startsWith("varve: Cannot load item_dim of pipeline stall as of 2026-03-03: it would close 12 of 17"
                        + " current keys: 101, 102, 103, 104, 105 and 7 more ");
    }

    @Test
    void aRewindRestoresEveryRow() {
        assertThat(wentBack).isEqualTo(atFirst);
    }

    @Test
    void aRebuildGivesTheSame() {
        assertThat(rebuilt).isEqualTo(meaning);
    }

    @Test
    void verifyFindsAMiddleVersionAndAMiddleRecordThatChanged() {
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out())
                .contains("warning  rows of item_dim are computed anew for 2 of 2 manifests (1, 2): ")
                .containsPattern("item_dim +17 current rows: right\n")
                .containsPattern("item_dim +42 versions: 1 difference\n")
                .contains("1: valid_from 2026-03-02 09:00:00+00: price is 1.11, expected 1.20\n")
                .containsPattern("item_now +19 rows: right\n")
                .containsPattern("label_dim +9 versions: right\n")
                .containsPattern("sale_fact +8 facts: right; ")
                .containsPattern("sale_fact +foreign keys of 8 facts: right\n")
                .containsPattern("sale_log +18 facts: 1 difference; ")
                .contains("16: recorded_at 2026-03-02 12:00:00+00: quantity is 162, expected 160\n");
    }

    @Test
    void eachChangeIsExplained() {
        assertThat(explained.get(0))
                .containsSubsequence(
                        "version 2  2026-03-02T06:00:00Z to 2026-03-02T09:00:00Z  replaced",
                        "price 1.00 -> 1.10",
                        "exact: the source says so",
                        "version 3  2026-03-02T09:00:00Z to 2026-03-02T15:00:00Z  replaced",
                        "price 1.10 -> 1.20",
                        "version 4  2026-03-02T15:00:00Z to 9999",
                        "price 1.20 -> 1.30");
        assertThat(explained.get(1))
                .containsSubsequence(
                        "version 2  2026-03-02T07:00:00Z to 2026-03-02T10:00:00Z  deleted",
                        "price 2.00 -> 2.10",
                        "  kept  ",
                        "name Nut -> Nut M8",
                        "  ended  ",
                        "deleted: the source says when");
        assertThat(explained.get(2))
                .containsSubsequence(
                        "  inserted  ",
                        "quantity 13 -> 130, state void -> paid",
                        "the model yields a fact of it again",
                        "changes that are not in the warehouse",
                        "  removed  ",
                        "state paid -> void",
                        "the model no longer yields it: the fact is deleted");
        assertThat(explained.get(3))
                .containsSubsequence(
                        "  marked  ",
                        "deleted at the source, which says when: marked with that, and kept",
                        "  inserted  ",
                        "it came back: one more record, and the mark of the one before stays");
    }

    /** The rows of a key, without it. */
    private static List<String> of(List<String> rows, String key) {
        String start = key + " | ";
        return rows.stream()
                .filter(row -> row.startsWith(start))
                .map(row -> row.substring(start.length()))
                .toList();
    }
}
