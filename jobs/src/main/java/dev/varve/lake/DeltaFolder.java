package dev.varve.lake;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table as it lies there before a write that may replace it: debris of an ingest that died, or rows of a load that can
 * be computed again. Delta takes new columns, but neither another type for an old one nor names that need a mapping which
 * the table was made without.
 */
record DeltaFolder(SparkSession spark, String path) {
    boolean exists() {
        return DeltaTable.isDeltaTable(spark, path);
    }

    /**
     * Puts an empty table in the place of this one if rows of a schema cannot be added to it. That is one commit of Delta's log:
     * a process that dies leaves the old table or the new one, while a folder that is half deleted may be neither. The files of
     * the old one go with a vacuum.
     */
    void startAnewUnlessItTakes(StructType schema, String partition) {
        if (exists() && !takes(spark.read().format("delta").load(path).schema(), schema)) {
            DeltaTableBuilder anew = DeltaTable.replace(spark)
                    .location(path)
                    .addColumns(schema.asNullable())
                    .partitionedBy(partition);
            ColumnMapping.options(schema).forEach(anew::property);
            anew.execute();
        }
    }

    /** Deletes the rows of a condition on the partition column. */
    void delete(Column condition) {
        if (exists() && spark.read().format("delta").load(path).where(condition).inputFiles().length > 0) {
            DeltaTable.forPath(spark, path).delete(condition);
        }
    }

    private static boolean takes(StructType table, StructType rows) {
        Map<String, String> there =
                Arrays.stream(table.fields()).collect(Collectors.toMap(DeltaFolder::folded, DeltaFolder::type));
        boolean sameTypes = Arrays.stream(rows.fields())
                .allMatch(field -> type(field).equals(there.getOrDefault(folded(field), type(field))));
        boolean mapped = ColumnMapping.options(rows).isEmpty()
                || !ColumnMapping.options(table).isEmpty();
        return sameTypes && mapped;
    }

    private static String folded(StructField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    private static String type(StructField field) {
        return field.dataType().catalogString(); // without what may be null
    }
}
