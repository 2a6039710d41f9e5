package dev.varve.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
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

    private final SparkSession spark;
    private final Layout layout;

    public ProcessedZone(SparkSession spark, Layout layout) {
        this.spark = spark;
        this.layout = layout;
    }

    /** Stores the rows of one manifest for one warehouse table, and returns them as they were stored. */
    public Dataset<Row> store(String warehouseTable, int manifest, Dataset<Row> rows) {
        String path = layout.processed(warehouseTable);
        // A retyped column: what earlier manifests left is of a model that is no more.
        new DeltaFolder(spark, path).dropUnlessItTakes(rows.schema());
        CommitPoint.BEFORE_PROCESSED.reached();
        rows.withColumn(MANIFEST, lit(manifest))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("replaceWhere", MANIFEST + " = " + manifest)
                .option("mergeSchema", "true")
                .options(ColumnMapping.options(rows.schema()))
                .partitionBy(MANIFEST)
                .save(path);
        CommitPoint.AFTER_PROCESSED.reached();
        return spark.read()
                .format("delta")
                .load(path)
                .where(col(MANIFEST).equalTo(manifest))
                .select(LakeRow.quoted(List.of(rows.columns())));
    }

    /** Removes what a manifest that was made anew no longer asks of a warehouse table. */
    public void clear(String warehouseTable, int manifest) {
        CommitPoint.BEFORE_PROCESSED.reached();
        new DeltaFolder(spark, layout.processed(warehouseTable))
                .delete(col(MANIFEST).equalTo(manifest));
        CommitPoint.AFTER_PROCESSED.reached();
    }
}
