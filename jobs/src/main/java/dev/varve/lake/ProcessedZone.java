package dev.varve.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    public static final String MANIFEST = "varve_manifest";

    private final SparkSession spark;
    private final Layout layout;

    public ProcessedZone(SparkSession spark, Layout layout) {
        this.spark = spark;
        this.layout = layout;
    }

    /** Stores the rows of one manifest for one warehouse table, and returns them as they were stored. */
    public Dataset<Row> store(String warehouseTable, int manifest, Dataset<Row> rows) {
        String path = layout.processed(warehouseTable);
        Dataset<Row> tagged = rows.withColumn(MANIFEST, lit(manifest));
        // A retyped column: what earlier manifests left is of a model that is no more.
        new DeltaFolder(spark, path).startAnewUnlessItTakes(tagged.schema(), MANIFEST);
        CommitPoint.BEFORE_PROCESSED.reached();
        tagged.write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .option("replaceWhere", MANIFEST + " = " + manifest)
                .option("mergeSchema", "true")
                .options(ColumnMapping.options(rows.schema()))
                .partitionBy(MANIFEST)
                .save(path);
        CommitPoint.AFTER_PROCESSED.reached();
        return read(warehouseTable, manifest, List.of(rows.columns()));
    }

    /** Columns of the rows of one manifest for one warehouse table, as they were stored. */
    public Dataset<Row> read(String warehouseTable, int manifest, List<String> columns) {
        return spark.read()
                .format("delta")
                .load(layout.processed(warehouseTable))
                .where(col(MANIFEST).equalTo(manifest))
                .select(LakeRow.quoted(columns));
    }

    /**
     * The rows that loads stored for a warehouse table, of every manifest up to one, with {@link #MANIFEST} before the columns.
     * Empty if there are none of these columns.
     */
    public Optional<Dataset<Row>> through(int manifest, String warehouseTable, List<String> columns) {
        String path = layout.processed(warehouseTable);
        if (!new DeltaFolder(spark, path).exists()) {
            return Optional.empty();
        }
        Dataset<Row> rows = spark.read().format("delta").load(path);
        List<String> wanted = new ArrayList<>(List.of(MANIFEST));
        wanted.addAll(columns);
        return Arrays.asList(rows.columns()).containsAll(wanted)
                ? Optional.of(rows.where(col(MANIFEST).leq(manifest)).select(LakeRow.quoted(wanted)))
                : Optional.empty();
    }

    /** The rows of all manifests, with the number of each in {@link #MANIFEST}; empty if none was ever stored. */
    public Optional<Dataset<Row>> all(String warehouseTable) {
        String path = layout.processed(warehouseTable);
        return new DeltaFolder(spark, path).exists()
                ? Optional.of(spark.read().format("delta").load(path))
                : Optional.empty();
    }

    /** Removes what a manifest that was made anew no longer asks of a warehouse table. */
    public void clear(String warehouseTable, int manifest) {
        CommitPoint.BEFORE_PROCESSED.reached();
        new DeltaFolder(spark, layout.processed(warehouseTable))
                .delete(col(MANIFEST).equalTo(manifest));
        CommitPoint.AFTER_PROCESSED.reached();
    }
}
