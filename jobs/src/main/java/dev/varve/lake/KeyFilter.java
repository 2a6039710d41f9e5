package dev.varve.lake;

import static org.apache.spark.sql.functions.lit;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Finds the rows of one key, whose values are given as the warehouse writes them. */
public final class KeyFilter {
    private KeyFilter() {}

    /**
     * The rows whose key it is.
     *
     * @param columns the key's columns
     * @param texts a value for each, as Postgres writes it; one that the column's type cannot hold is in no row
     */
    public static Dataset<Row> on(Dataset<Row> rows, List<Column> columns, List<String> texts) {
        Column condition = lit(true);
        for (int i = 0; i < columns.size(); i++) {
            DataType type = rows.select(columns.get(i)).schema().apply(0).dataType();
            Column column = columns.get(i);
            Column equal = typed(rows.sparkSession(), type, texts.get(i))
                    .map(value -> column.equalTo(lit(value)))
                    .orElse(lit(false));
            condition = condition.and(equal);
        }
        return rows.where(condition);
    }

    /** A literal of the column's own type, so that the filter is pushed down to the files. */
    private static Optional<Object> typed(SparkSession spark, DataType type, String text) {
        if (type.equals(DataTypes.BinaryType)) {
            return Optional.of(HexFormat.of().parseHex(text.substring("\\x".length())));
        }
        return Optional.ofNullable(spark.sql("SELECT try_cast(:value AS " + type.sql() + ")", Map.of("value", text))
                .first()
                .get(0));
    }
}
