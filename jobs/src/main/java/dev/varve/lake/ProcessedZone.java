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
    private final SparkSession spark;
    private final Layout layout;

    public ProcessedZone(SparkSession spark, Layout layout) {
        this.spark = spark;
        this.layout = layout;
    }

    /** Stores the rows of one manifest for one warehouse table, and returns them as they were stored. */
    public Dataset<Row> store(String warehouseTable, int manifest, Dataset<Row> rows) {
        String path = layout.processed(warehouseTable);
        rows.withColumn(LakeRow.MANIFEST, lit(manifest))
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("replaceWhere", LakeRow.MANIFEST + " = " + manifest)
                .option("mergeSchema", "true")
                .options(ColumnMapping.options(rows.schema()))
                .partitionBy(LakeRow.MANIFEST)
                .save(path);
        return spark.read()
                .format("delta")
                .load(path)
                .where(col(LakeRow.MANIFEST).equalTo(manifest))
                .select(LakeRow.quoted(List.of(rows.columns())));
    }
}
