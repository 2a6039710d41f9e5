package dev.varve.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.capture.CapturedReads.Found;
import dev.varve.lake.Counts;
import dev.varve.lake.Manifests;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Table;
import dev.varve.source.Column;
import dev.varve.source.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a comparison of snapshots finds, read after read. */
class SnapshotDiffTest {
    private static final List<String> KEY = List.of("id");
    private static final String FIRST = "2026-03-02T00:30:00Z";
    private static final String SECOND = "2026-03-03T00:30:00Z";
    private static final String THIRD = "2026-03-04T00:30:00Z";
    private static final String FOURTH = "2026-03-05T00:30:00Z";
    private static final int WIDE = 500;

    private static SparkSession spark;

    @BeforeAll
    static void openSession() {
        spark = Sessions.open();
        Sessions.suit(spark, Manifests.history(Manifests.manifest(1, Map.of())), 0); // as on a small day
    }

    @AfterAll
    static void closeSession() {
        spark.stop();
    }

    @Test
    void everyOneOf500ColumnsCounts() {
        TableSchema schema = schema(WIDE);
        CapturedReads reads = new CapturedReads(spark, new Table("T", KEY, new Capture.SnapshotDiff(), 0.3), schema);
        reads.at(
                FIRST,
                IntStream.rangeClosed(1, 5).mapToObj(SnapshotDiffTest::wide).toList());

        Found next = reads.at(
                SECOND,
                List.of(
                        wide(1, 1, "changed"),
                        wide(2, WIDE / 2, "changed"),
                        wide(3, WIDE - 1, "changed"),
                        wide(4, WIDE - 1, "v", WIDE - 2, null), // from one nullable column to the next
                        wide(5)));

        assertThat(next.counts()).isEqualTo(new Counts(5, 0, 4, 0, 1));
        assertThat(next.changes())
                .allMatch(change -> change.matches("update [1-4] " + FIRST + " interval"))
                .hasSize(4);
        assertThat(reads.state().get(0)).startsWith("1 | changed | null").endsWith(" | v | null");
        assertThat(reads.state().get(3)).startsWith("4 | null | null").endsWith(" | null | v");
    }

    @Test
    void aTableShrinksAndGrowsAndItsKeysReturn() {
        Table table = new Table("T", KEY, new Capture.SnapshotDiff(), 0.3);
        CapturedReads reads = new CapturedReads(spark, table, schema(2));
        reads.at(FIRST, rows(1, 20));

        Found shrunk = reads.at(SECOND, rows(1, 15));
        assertThat(shrunk.counts()).isEqualTo(new Counts(15, 0, 0, 5, 15));
        assertThat(shrunk.changes())
                .containsExactlyElementsOf(IntStream.rangeClosed(16, 20)
                        .mapToObj(id -> "delete " + id + " " + SECOND + " interval")
                        .toList());

        Found grown = reads.at(THIRD, rows(1, 200));
        assertThat(grown.counts()).isEqualTo(new Counts(200, 185, 0, 0, 15));
        assertThat(grown.changes()).contains("insert 16 " + SECOND + " interval", "insert 200 " + SECOND + " interval");

        assertThat(reads.at(FOURTH, rows(1, 200)).counts()).isEqualTo(new Counts(200, 0, 0, 0, 200));
        assertThat(reads.state()).hasSize(200).contains("16 | v16", "200 | v200");
    }

    /** The source's collation may take the two for one; a text that is another one is another key, once and for good. */
    @Test
    void aKeyThatIsSpelledOtherwiseIsAnotherKey() {
        TableSchema codes =
                new TableSchema("T", List.of(new Column("id", "varchar(9)", "string"), new Column("c1", "int", "int")));
        CapturedReads reads = new CapturedReads(spark, new Table("T", KEY, new Capture.SnapshotDiff(), 1), codes);
        reads.at(FIRST, List.of(RowFactory.create("a", 1), RowFactory.create("b", 1), RowFactory.create("é", 1)));
        List<Row> respelled =
                List.of(RowFactory.create("A", 1), RowFactory.create("b ", 1), RowFactory.create("e\u0301", 1));

        assertThat(reads.at(SECOND, respelled).changes())
                .containsExactly(
                        "delete a " + SECOND + " interval",
                        "delete b " + SECOND + " interval",
                        "delete é " + SECOND + " interval",
                        "insert A " + FIRST + " interval",
                        "insert b  " + FIRST + " interval",
                        "insert e\u0301 " + FIRST + " interval");
        assertThat(reads.at(THIRD, respelled).counts()).isEqualTo(new Counts(3, 0, 0, 0, 3));
    }

    private static TableSchema schema(int columns) {
        return new TableSchema(
                "T",
                Stream.concat(
                                Stream.of(new Column("id", "int", "int")),
                                IntStream.range(1, columns)
                                        .mapToObj(number -> new Column("c" + number, "varchar(9)", "string")))
                        .toList());
    }

    private static List<Row> rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> RowFactory.create(id, "v" + id))
                .toList();
    }

    /** A row of NULLs but for the last column but one, with other values in some columns: each number is followed by its value. */
    private static Row wide(int id, @Nullable Object... others) {
        @Nullable Object[] values = new Object[WIDE];
        values[0] = id;
        values[WIDE - 2] = "v";
        for (int i = 0; i < others.length; i += 2) {
            values[(Integer) others[i]] = others[i + 1];
        }
        return RowFactory.create(values);
    }
}
