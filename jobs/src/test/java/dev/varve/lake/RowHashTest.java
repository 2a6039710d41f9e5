package dev.varve.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The hash is the only thing that tells a changed row from an unchanged one. */
class RowHashTest {
    private static final StructType TEXTS = StructType.fromDDL("id int, a string, b string");

    private static SparkSession spark;

    @BeforeAll
    static void openSession() {
        spark = Sessions.open();
    }

    @AfterAll
    static void closeSession() {
        spark.stop();
    }

    @Test
    void equalRowsHaveEqualHashes() {
        List<Long> hashes = hashes(TEXTS, row(1, "x", null), row(1, "x", null));

        assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
    }

    @Test
    void everyDifferenceOfTextsChangesTheHash() {
        assertThat(hashes(
                        TEXTS,
                        row(1, "x", "y"),
                        row(1, "y", "x"),
                        row(1, "x", null),
                        row(1, null, "x"),
                        row(1, null, null),
                        row(1, "", null),
                        row(1, null, ""),
                        row(1, "", ""),
                        row(1, "x ", "y"),
                        row(1, "X", "y"),
                        row(1, "xy", ""),
                        row(1, "", "xy")))
                .doesNotHaveDuplicates();
    }

    @Test
    void nullAndZeroDiffer() {
        assertThat(hashes(
                        StructType.fromDDL("id int, a int, b int"),
                        row(1, null, null),
                        row(1, 0, null),
                        row(1, null, 0),
                        row(1, 0, 0),
                        row(1, 1, null),
                        row(1, null, 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void nullAndFalseDiffer() {
        assertThat(hashes(
                        StructType.fromDDL("id int, a boolean, b boolean"),
                        row(1, null, null),
                        row(1, false, null),
                        row(1, null, false),
                        row(1, true, null),
                        row(1, null, true),
                        row(1, false, true),
                        row(1, true, false)))
                .doesNotHaveDuplicates();
    }

    @Test
    void bytesAndDecimalsCount() {
        assertThat(hashes(
                        StructType.fromDDL("id int, a binary, b decimal(38,2)"),
                        row(1, new byte[] {1}, new BigDecimal("1.00")),
                        row(1, new byte[] {1, 0}, new BigDecimal("1.00")),
                        row(1, new byte[0], new BigDecimal("1.00")),
                        row(1, null, new BigDecimal("1.00")),
                        row(1, new byte[] {1}, new BigDecimal("1.01")),
                        row(1, new byte[] {1}, null)))
                .doesNotHaveDuplicates();
    }

    @Test
    void keyAndRowAreKeptBesideTheHash() {
        Row keyed = LakeRow.keyed(spark.createDataFrame(List.of(row(1, "x", null)), TEXTS), List.of("b", "id"))
                .first();

        assertThat(keyed.<Row>getAs(LakeRow.KEY)).isEqualTo(RowFactory.create(null, 1));
        assertThat(keyed.<Row>getAs(LakeRow.ROW)).isEqualTo(row(1, "x", null));
    }

    @Test
    void anyNameOfAColumnWillDo() {
        StructType odd = new StructType().add("a.b", "int").add("c`d", "string").add("key", "int");

        Row keyed = LakeRow.keyed(spark.createDataFrame(List.of(row(1, "x", 2)), odd), List.of("a.b", "c`d"))
                .first();

        assertThat(keyed.<Row>getAs(LakeRow.KEY)).isEqualTo(RowFactory.create(1, "x"));
    }

    private static List<Long> hashes(StructType type, Row... rows) {
        return LakeRow.keyed(spark.createDataFrame(Arrays.asList(rows), type), List.of("id")).collectAsList().stream()
                .map(row -> row.<Long>getAs(LakeRow.HASH))
                .toList();
    }

    private static Row row(int id, @Nullable Object a, @Nullable Object b) {
        return RowFactory.create(id, a, b);
    }
}
