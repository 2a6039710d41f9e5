package dev.varve.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows that a load applies to each warehouse table, in that table's shape less surrogate keys, by manifest. A pure
 * function of lake and model: what a load that died left behind is written over. A rebuild that died may leave rows of a model
 * that never reached the warehouse: each row has the hash of its model, and for readers rows of another one do not exist.
 */
public final class ProcessedZone {
    /** The manifest's number; no column of a model starts so. */
    public static final String MANIFEST = "varve_manifest";

    /** Orders the rows of one key of a manifest, from 0. A row that was written before there was one is its key's only one. */
    public static final String POSITION = "varve_position";

    /** The hash of the model that yielded the row. Rows of a zone that was written before there was one may be of any. */
    private static final String MODEL = "varve_model";

    private final SparkSession spark;
    private final Layout layout;
    private final Map<String, String> models;

    /**
     * The zone as it is for models.
     *
     * @param models the hash of each, by warehouse table
     */
    public ProcessedZone(SparkSession spark, Layout layout, Map<String, String> models) {
        this.spark = spark;
        this.layout = layout;
        this.models = Map.copyOf(models);
    }

    /** Stores the rows of one manifest for one warehouse table, and returns them as they were stored. */
    public Dataset<Row> store(String warehouseTable, int manifest, Dataset<Row> rows) {
        String path = layout.processed(warehouseTable);
        Dataset<Row> tagged = rows.withColumn(MANIFEST, lit(manifest)).withColumn(MODEL, lit(model(warehouseTable)));
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
        return rows(warehouseTable).where(col(MANIFEST).equalTo(manifest)).select(LakeRow.quoted(columns));
    }

    /**
     * The rows that loads stored for a warehouse table, of every manifest up to one, with {@link #MANIFEST} before the columns.
     * Empty if there are none of these columns.
     */
    public Optional<Dataset<Row>> through(int manifest, String warehouseTable, List<String> columns) {
        List<String> wanted = new ArrayList<>(List.of(MANIFEST));
        wanted.addAll(columns);
        return all(warehouseTable)
                .filter(rows -> Arrays.asList(rows.columns()).containsAll(wanted))
                .map(rows -> rows.where(col(MANIFEST).leq(manifest)).select(LakeRow.quoted(wanted)));
    }

    /** The rows of all manifests, with the number of each in {@link #MANIFEST}; empty if none was ever stored. */
    public Optional<Dataset<Row>> all(String warehouseTable) {
        return exists(warehouseTable) ? Optional.of(rows(warehouseTable)) : Optional.empty();
    }

    /**
     * The manifests up to one whose rows for a warehouse table are of another model, as after a rebuild that did not end: what they
     * asked is not known here.
     */
    public Set<Integer> ofOtherModels(int manifest, String warehouseTable) {
        if (!exists(warehouseTable)) {
            return Set.of();
        }
        return ofAnyModel(warehouseTable)
                .where(col(MODEL)
                        .notEqual(model(warehouseTable))
                        .and(col(MANIFEST).leq(manifest)))
                .select(MANIFEST)
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getInt(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Removes what a manifest that was made anew no longer asks of a warehouse table. */
    public void clear(String warehouseTable, int manifest) {
        CommitPoint.BEFORE_PROCESSED.reached();
        new DeltaFolder(spark, layout.processed(warehouseTable))
                .delete(col(MANIFEST).equalTo(manifest));
        CommitPoint.AFTER_PROCESSED.reached();
    }

    private boolean exists(String warehouseTable) {
        return new DeltaFolder(spark, layout.processed(warehouseTable)).exists();
    }

    private Dataset<Row> rows(String warehouseTable) {
        return ofAnyModel(warehouseTable)
                .where(col(MODEL).isNull().or(col(MODEL).equalTo(model(warehouseTable))))
                .drop(MODEL);
    }

    /** With {@link #MODEL}, which is NULL in a zone that is older than it, and {@link #POSITION}. */
    private Dataset<Row> ofAnyModel(String warehouseTable) {
        Dataset<Row> all = spark.read().format("delta").load(layout.processed(warehouseTable));
        Dataset<Row> tagged = with(MODEL, DataTypes.StringType, with(POSITION, DataTypes.IntegerType, all));
        return tagged.withColumn(POSITION, coalesce(col(POSITION), lit(0)));
    }

    private static Dataset<Row> with(String column, DataType type, Dataset<Row> rows) {
        return Arrays.asList(rows.columns()).contains(column)
                ? rows
                : rows.withColumn(column, lit(null).cast(type));
    }

    private String model(String warehouseTable) {
        return Objects.requireNonNull(models.get(warehouseTable));
    }
}
