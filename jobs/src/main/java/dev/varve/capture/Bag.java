package dev.varve.capture;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.VarveException;
import dev.varve.source.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a table without a key (design, section 3, {@code append}). A row's identity is what it holds and which of the equal
 * ones it is, so that a comparison by identity is one of counts: where there are fewer, the highest numbers are missing, and
 * where there are more, the next ones are new.
 */
final class Bag {
    private static final int HEXADECIMAL_DIGITS = 32;

    private Bag() {}

    /**
     * Makes sure that a table's rows can be told apart by what they hold.
     *
     * @throws VarveException (usage) if a column is called as one of those that are added, or holds more than one value
     */
    static void check(TableSchema schema) {
        for (StructField field : schema.struct().fields()) {
            if (Capture.Append.KEY.contains(field.name().toLowerCase(Locale.ROOT))) {
                throw VarveException.usage("Cannot read table " + schema.table() + ": its column " + field.name()
                        + " is called as one of those that capture: append adds. Leave the table out of the pipeline.");
            }
            DataType type = field.dataType();
            if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
                throw VarveException.usage("Cannot read table " + schema.table() + ": its column " + field.name()
                        + " is of type " + schema.column(field.name()).sourceType()
                        + ", which capture: append cannot compare. Leave the table out of the pipeline.");
            }
        }
    }

    /** The rows' type with the columns that are added. */
    static StructType struct(TableSchema schema) {
        return schema.struct()
                .add(Capture.Append.ROW, DataTypes.StringType)
                .add(Capture.Append.OCCURRENCE, DataTypes.IntegerType);
    }

    /** Flat rows of a source, each with its hash and its number among those that are equal to it. */
    static Dataset<Row> numbered(Dataset<Row> flat) {
        Column row = col(Capture.Append.ROW);
        return flat.withColumn(Capture.Append.ROW, hash(flat.schema()))
                // Equal rows have nothing to order them by, and nothing that an order could change.
                .withColumn(
                        Capture.Append.OCCURRENCE,
                        row_number().over(Window.partitionBy(row).orderBy(row)));
    }

    /**
     * 128 bits over the columns that are not NULL, each as its name and its value, both after their lengths in bytes: no other
     * row yields the same text, whatever a value holds and wherever it moves, and a column that is added with NULLs, or moves
     * among the others, yields the text of before. Half of SHA-256, since nobody makes two rows that it does not tell apart; of Spark's
     * own hash there is one of 64 bits, and MD5 is broken.
     */
    static Column hash(StructType type) {
        Column[] pairs = Arrays.stream(type.fields())
                .sorted(Comparator.comparing(StructField::name))
                .map(Bag::named)
                .toArray(Column[]::new);
        Column text = concat_ws("", pairs);
        return substring(sha2(text.cast(DataTypes.BinaryType), 256), 1, HEXADECIMAL_DIGITS);
    }

    /** NULL for a NULL, which the text then leaves out. */
    private static Column named(StructField field) {
        Column value = text(col(LakeRow.quote(field.name())), field.dataType());
        int length = field.name().getBytes(StandardCharsets.UTF_8).length;
        return concat(
                lit(length + ":" + field.name()), octet_length(value).cast(DataTypes.StringType), lit(":"), value);
    }

    /** A value as text that does not change with its type: numbers without trailing zeros, instants in microseconds. */
    private static Column text(Column value, DataType type) {
        if (type instanceof DecimalType decimal && decimal.scale() > 0) {
            return rtrim(rtrim(value.cast(DataTypes.StringType), "0"), ".");
        }
        if (type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)) {
            return when(value.equalTo(lit(0.0)), lit("0.0")).otherwise(value.cast(DataTypes.StringType)); // -0.0 is 0.0
        }
        if (type.equals(DataTypes.TimestampType)) {
            return unix_micros(value).cast(DataTypes.StringType);
        }
        return type.equals(DataTypes.BinaryType) ? hex(value) : value.cast(DataTypes.StringType);
    }
}
