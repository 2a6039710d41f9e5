package dev.varve.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The rows that a load applies to each warehouse table, in that table's shape less surrogate keys, by manifest. A pure
 * function of lake and model: what a load that died left behind is written over.
 */
public final class ProcessedZone {
    /** The manifest's number; no column of a model starts so. */
    private static final String MANIFEST = "varve_manifest";

    private final Layout layout;

    public ProcessedZone(Layout layout) {
        this.layout = layout;
    }

    /** Stores the rows of one manifest for one warehouse table. */
    public void store(String warehouseTable, int manifest, Dataset<Row> rows) {
        String path = layout.processed(warehouseTable);
        // A retyped column: what earlier manifests left is of a model that is no more.
        new DeltaFolder(rows.sparkSession(), path).dropUnlessItTakes(rows.schema());
        rows.withColumn(MANIFEST, lit(manifest))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("replaceWhere", MANIFEST + " = " + manifest)
                .option("mergeSchema", "true")
                .options(ColumnMapping.options(rows.schema()))
                .partitionBy(MANIFEST)
                .save(path);
    }

    /** Removes what a manifest that was made anew no longer asks of a warehouse table. */
    public void clear(SparkSession spark, String warehouseTable, int manifest) {
        new DeltaFolder(spark, layout.processed(warehouseTable))
                .delete(col(MANIFEST).equalTo(manifest));
    }
}
