package dev.varve.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.LakeRow;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.Capture;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables without a key: what tells their rows apart, and what a comparison of two reads of one finds. */
class BagTest {
    private static final String TEXTS = "a string, b string";
    private static final Row TEA = RowFactory.create("tea", null);
    private static final Row MILK = RowFactory.create("milk", "cold");

    private static SparkSession spark;

    @BeforeAll
    static void openSession() {
        spark = Sessions.open();
        spark.conf().set("spark.sql.shuffle.partitions", "2");
    }

    @AfterAll
    static void closeSession() {
        spark.stop();
    }

    @Test
    void equalRowsHaveOneHashAndAreNumbered() {
        List<Row> rows = Bag.numbered(table(TEXTS, TEA, MILK, TEA, TEA))
                .orderBy("a", Capture.Append.OCCURRENCE)
                .select("a", Capture.Append.OCCURRENCE)
                .collectAsList();

        assertThat(rows)
                .containsExactly(
                        RowFactory.create("milk", 1),
                        RowFactory.create("tea", 1),
                        RowFactory.create("tea", 2),
                        RowFactory.create("tea", 3));
        assertThat(hashes(TEXTS, TEA, TEA, MILK)).satisfies(hashes -> {
            assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).matches("[0-9a-f]{32}");
            assertThat(hashes.get(2)).isNotEqualTo(hashes.get(0));
        });
    }

    @Test
    void everyDifferenceOfTextsChangesTheHash() {
        assertThat(hashes(
                        TEXTS,
                        RowFactory.create("x", "y"),
                        RowFactory.create("y", "x"),
                        RowFactory.create("x", null),
                        RowFactory.create(null, "x"),
                        RowFactory.create(null, null),
                        RowFactory.create("", null),
                        RowFactory.create(null, ""),
                        RowFactory.create("", ""),
                        RowFactory.create("x ", "y"),
                        RowFactory.create("X", "y"),
                        RowFactory.create("xy", ""),
                        RowFactory.create("x1:b1:y", null), // as the two columns are written
                        RowFactory.create("null", null)))
                .doesNotHaveDuplicates();
    }

    @Test
    void lengthsKeepNamesAndValuesApart() {
        assertThat(hashes("a string", RowFactory.create("b1:c")))
                .doesNotContainAnyElementsOf(hashes("`a4:b` string", RowFactory.create("c")))
                .doesNotContainAnyElementsOf(hashes("ab string", RowFactory.create("1:c")));
    }

    @Test
    void bytesInstantsAndNumbersCount() {
        Instant at = Instant.parse("2026-03-01T08:00:00.000001Z");
        assertThat(hashes(
                        "a binary, b timestamp, c decimal(8,2), d double, e boolean",
                        RowFactory.create(new byte[] {1}, at, new BigDecimal("10.00"), 1.5, true),
                        RowFactory.create(new byte[] {1, 0}, at, new BigDecimal("10.00"), 1.5, true),
                        RowFactory.create(new byte[] {1}, at.plusNanos(1000), new BigDecimal("10.00"), 1.5, true),
                        RowFactory.create(new byte[] {1}, at, new BigDecimal("1.00"), 1.5, true),
                        RowFactory.create(new byte[] {1}, at, new BigDecimal("10.10"), 1.5, true),
                        RowFactory.create(new byte[] {1}, at, new BigDecimal("10.00"), Math.nextUp(1.5), true),
                        RowFactory.create(new byte[] {1}, at, new BigDecimal("10.00"), 1.5, false)))
                .doesNotHaveDuplicates();
    }

    @Test
    void aColumnOfNullsOrInAnotherPlaceLeavesTheHash() {
        assertThat(hashes("b string, added int, a string", RowFactory.create("cold", null, "milk")))
                .isEqualTo(hashes(TEXTS, MILK));
    }

    @Test
    void aWidenedTypeLeavesTheHash() {
        assertThat(hashes("a bigint, b decimal(20,4)", RowFactory.create(7L, new BigDecimal("100.5000"))))
                .isEqualTo(
                        hashes("a smallint, b decimal(8,2)", RowFactory.create((short) 7, new BigDecimal("100.50"))));
        assertThat(hashes("a decimal(20,0), b decimal(8,2)", RowFactory.create(new BigDecimal(100), BigDecimal.ZERO)))
                .isEqualTo(hashes("a int, b int", RowFactory.create(100, 0)));
    }

    /**
     * The text that is hashed can never change, or every row of every bag is deleted and new. This one is the first half of the SHA-256,
     * computed elsewhere, of {@code 6:amount4:12.53:big17:-90071992547409934:blob4:00FF3:day10:2026-03-044:flag4:true5:large20:}
     * {@code 184467440737095516155:local26:2026-03-04 05:06:07.0000016:moment16:17726007670000016:number3:0.05:ratio6:1.0E10}
     * {@code 6:single3:0.05:small2:-74:text5:Huế4:zahl2:42}.
     */
    @Test
    void theHashOfEveryTypeIsAsItEverWas() {
        String ddl =
                "zahl int, text string, small smallint, single float, ratio double, number double, nothing string, moment timestamp,"
                        + " local timestamp_ntz, large decimal(20,0), flag boolean, day date, blob binary, big bigint,"
                        + " amount decimal(10,2)";
        Row row = RowFactory.create(
                42,
                "Huế",
                (short) -7,
                -0.0f,
                1e10,
                -0.0,
                null,
                Instant.parse("2026-03-04T05:06:07.000001Z"),
                LocalDateTime.parse("2026-03-04T05:06:07.000001"),
                new BigDecimal("18446744073709551615"),
                true,
                LocalDate.parse("2026-03-04"),
                new byte[] {0, -1},
                -9007199254740993L,
                new BigDecimal("12.50"));

        assertThat(hashes(ddl, row)).containsExactly("dfa3420911a863833a87f81bbb15f605");
    }

    @Test
    void theZoneOfTheSessionLeavesTheHash() {
        Row row = RowFactory.create(Instant.parse("2026-03-01T08:00:00Z"));
        List<String> here = hashes("a timestamp", row);
        spark.conf().set("spark.sql.session.timeZone", "Asia/Ho_Chi_Minh");
        try {
            assertThat(hashes("a timestamp", row)).isEqualTo(here);
        } finally {
            spark.conf().set("spark.sql.session.timeZone", "UTC");
        }
    }

    @Test
    void oneOfThreeEqualRowsThatGoesIsTheThird() {
        assertThat(changes(table(TEXTS, TEA, MILK, TEA, TEA), table(TEXTS, TEA, TEA, MILK)))
                .containsExactly("delete tea 3");
    }

    @Test
    void moreEqualRowsTakeTheNextNumbers() {
        assertThat(changes(table(TEXTS, TEA), table(TEXTS, TEA, MILK, TEA, TEA)))
                .containsExactly("insert milk 1", "insert tea 2", "insert tea 3");
    }

    @Test
    void anotherOrderOfTheSameRowsIsNoChange() {
        Diff diff =
                diff(table(TEXTS, TEA, MILK, TEA), table(TEXTS, MILK, TEA, TEA).repartition(3));

        assertThat(diff.changes().collectAsList()).isEmpty();
        assertThat(diff.unchanged()).isEqualTo(3);
    }

    @Test
    void aChangedRowIsOneThatWentAndOneThatCame() {
        assertThat(changes(table(TEXTS, TEA, TEA), table(TEXTS, TEA, RowFactory.create(null, "tea"))))
                .containsExactly("delete tea 2", "insert null 1");
    }

    private static List<String> changes(Dataset<Row> before, Dataset<Row> after) {
        return diff(before, after).changes().collectAsList().stream()
                .map(change -> {
                    String op = change.getAs(LakeRow.OP);
                    Row row = change.getAs(op.equals("delete") ? LakeRow.OLD : LakeRow.NEW);
                    return op + " " + row.getAs("a") + " " + row.getAs(Capture.Append.OCCURRENCE);
                })
                .sorted()
                .toList();
    }

    private static Diff diff(Dataset<Row> before, Dataset<Row> after) {
        return Diff.between(keyed(before), keyed(after), Diff.Missing.DELETED);
    }

    private static Dataset<Row> keyed(Dataset<Row> flat) {
        return LakeRow.keyed(Bag.numbered(flat), Capture.Append.KEY);
    }

    private static List<String> hashes(String ddl, Row... rows) {
        Dataset<Row> table = table(ddl, rows);
        return table.select(Bag.hash(table.schema())).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static Dataset<Row> table(String ddl, Row... rows) {
        return spark.createDataFrame(Arrays.asList(rows), StructType.fromDDL(ddl));
    }
}
