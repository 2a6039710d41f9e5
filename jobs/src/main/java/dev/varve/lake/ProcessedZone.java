package dev.varve.lake;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * The rows that a load applies to each warehouse table, in that table's shape less surrogate keys, by manifest. A pure
 * function of lake and model: what a load that died left behind is written over.
 */
public final class ProcessedZone {
    private final Layout layout;

    public ProcessedZone(Layout layout) {
        this.layout = layout;
    }

    /** Stores the rows of one manifest for one warehouse table. */
    public void store(String warehouseTable, int manifest, Dataset<Row> rows) {
        rows.withColumn(LakeRow.MANIFEST, lit(manifest))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("replaceWhere", LakeRow.MANIFEST + " = " + manifest)
                .option("mergeSchema", "true")
                .options(ColumnMapping.options(rows.schema()))
                .partitionBy(LakeRow.MANIFEST)
                .save(layout.processed(warehouseTable));
    }
}
