package dev.varve.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import dev.varve.pipeline.VarveException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The Delta tables of one pipeline's raw zone: snapshots, layers, and the states that follow from them. Nothing is ever
 * overwritten, and only rows whose run a manifest names are read.
 */
public final class LakeTables {
    /** When versions of a table's first snapshot start: before every event. */
    public static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");

    private static final long ROWS_A_FILE = 2_500_000;

    private final SparkSession spark;
    private final Layout layout;

    public LakeTables(SparkSession spark, Layout layout) {
        this.spark = spark;
        this.layout = layout;
    }

    /**
     * Makes room for a table's first snapshot: an ingest that died may have left rows of another schema, which no manifest
     * names and which would keep out all others.
     */
    public void clearForFirst(String table, Dataset<Row> rows) {
        new DeltaFolder(spark, layout.snapshots(table))
                .startAnewUnlessItTakes(stored("", rows).schema(), LakeRow.RUN_ID);
        new DeltaFolder(spark, layout.changes(table))
                .startAnewUnlessItTakes(stored("", 0, BEGINNING, inserts(rows)).schema(), LakeRow.DAY);
    }

    /** Stores a complete copy of a table; {@code rows} are {@code key, hash, row}, kept and counted. */
    public void writeSnapshot(String table, String runId, Dataset<Row> rows, long rowCount) {
        CommitPoint.BEFORE_SNAPSHOT.reached();
        append(stored(runId, rows.coalesce(files(rowCount))), layout.snapshots(table), LakeRow.RUN_ID);
        CommitPoint.AFTER_SNAPSHOT.reached();
    }

    /** Stores the layer of one table, in the shape that {@link #layer} gives, kept and counted. */
    public void writeLayer(
            String table, String runId, int manifest, Instant readPoint, Dataset<Row> changes, long changeCount) {
        Dataset<Row> stored = stored(runId, manifest, readPoint, changes.coalesce(files(changeCount)));
        CommitPoint.BEFORE_LAYER.reached();
        append(stored, layout.changes(table), LakeRow.DAY);
        CommitPoint.AFTER_LAYER.reached();
    }

    private static Dataset<Row> stored(String runId, Dataset<Row> rows) {
        return rows.select(lit(runId).as(LakeRow.RUN_ID), col(LakeRow.HASH), col(LakeRow.ROW));
    }

    private static Dataset<Row> stored(String runId, int manifest, Instant readPoint, Dataset<Row> changes) {
        return changes.select(
                lit(runId).as(LakeRow.RUN_ID),
                lit(day(readPoint)).as(LakeRow.DAY),
                lit(manifest).as(LakeRow.MANIFEST),
                col(LakeRow.POSITION),
                col(LakeRow.OP),
                col(LakeRow.KEY),
                col(LakeRow.HASH),
                col(LakeRow.NEW),
                col(LakeRow.OLD),
                col(LakeRow.EFFECTIVE_AT),
                col(LakeRow.PRECISION));
    }

    /**
     * What changed in a table in the interval of a manifest: {@code position, op, key, hash, new, old, effective_at,
     * precision}. For a table's first snapshot every row is an insert; empty if the table has no layer there.
     */
    public Optional<Dataset<Row>> layer(Manifest manifest, String table) {
        return manifest.table(table)
                .filter(found -> found.counts().changed() > 0)
                .map(found -> found.read() == TableManifest.Read.INITIAL
                        ? initialLayer(manifest, table, found.key())
                        : storedLayer(manifest, table));
    }

    /** How many changes a key of a table has at most in the layer of a manifest: its positions are below that. */
    public int positions(Manifest manifest, String table) {
        return manifest.table(table).filter(TableManifest::mayRepeatKeys).isPresent()
                ? LakeRow.positions(storedLayer(manifest, table), LakeRow.POSITION)
                : 1;
    }

    /**
     * All layers of a table together, as {@link #layer} gives each, with the number of its manifest. Empty if the history has
     * none.
     */
    public Optional<Dataset<Row>> layers(History history, String table) {
        List<Dataset<Row>> layers = new ArrayList<>();
        List<Manifest> stored = new ArrayList<>();
        for (Manifest manifest : history.layersAfter(0, table)) {
            TableManifest found = manifest.table(table).orElseThrow();
            if (found.read() == TableManifest.Read.INITIAL) {
                layers.add(initialLayer(manifest, table, found.key())
                        .withColumn(LakeRow.MANIFEST, lit(manifest.number())));
            } else {
                stored.add(manifest);
            }
        }
        if (!stored.isEmpty()) {
            layers.add(layers(stored, table).drop(LakeRow.RUN_ID, LakeRow.DAY));
        }
        return layers.stream().reduce(Dataset::unionByName);
    }

    /**
     * A table as it stood when a history ended, as {@code key, hash, row}: its newest snapshot plus the layers after it.
     * Empty if it was never captured.
     *
     * @throws VarveException (refused) if the snapshot is not there: it would look like an empty table
     */
    public Optional<Dataset<Row>> state(History history, String table) {
        return history.newestSnapshot(table).map(base -> {
            List<String> key = base.table(table).orElseThrow().key();
            Dataset<Row> snapshot = snapshot(base.runId(), table, key);
            checkThere(base, table, snapshot);
            List<Manifest> later = history.layersAfter(base.number(), table);
            return later.isEmpty() ? snapshot : newest(snapshot, layers(later, table));
        });
    }

    /** From Delta's log alone. A commit may be missing there, or the record of the prune that removed the snapshot. */
    private static void checkThere(Manifest base, String table, Dataset<Row> snapshot) {
        boolean hasRows = base.table(table).orElseThrow().counts().read() > 0;
        if (hasRows && snapshot.inputFiles().length == 0) {
            throw VarveException.refused("Cannot compute the state of table " + table + ": the snapshot of manifest "
                    + base.number() + " as of " + base.asOf()
                    + " is not there. Restore the lake's files, and prunes/ with"
                    + " them, from a copy.");
        }
    }

    private static Dataset<Row> newest(Dataset<Row> snapshot, Dataset<Row> layers) {
        Column version = struct(col(LakeRow.HASH), col(LakeRow.ROW));
        Dataset<Row> base =
                snapshot.select(col(LakeRow.KEY), lit(0).as("at"), lit(0).as(LakeRow.POSITION), version.as("version"));
        Dataset<Row> changes = layers.select(
                col(LakeRow.KEY),
                col(LakeRow.MANIFEST).as("at"),
                col(LakeRow.POSITION),
                struct(col(LakeRow.HASH), col(LakeRow.NEW).as(LakeRow.ROW)).as("version"));
        return base.unionByName(changes)
                .groupBy(col(LakeRow.KEY))
                .agg(max_by(col("version"), struct(col("at"), col(LakeRow.POSITION)))
                        .as("version"))
                .where(col("version." + LakeRow.ROW).isNotNull()) // its newest change is no delete
                .select(col(LakeRow.KEY), col("version." + LakeRow.HASH), col("version." + LakeRow.ROW));
    }

    private Dataset<Row> snapshot(String runId, String table, List<String> key) {
        Column[] keyColumns = key.stream()
                .map(name -> col(LakeRow.ROW).getField(name).as(name))
                .toArray(Column[]::new);
        return delta(layout.snapshots(table))
                .where(col(LakeRow.RUN_ID).equalTo(runId))
                .select(struct(keyColumns).as(LakeRow.KEY), col(LakeRow.HASH), col(LakeRow.ROW));
    }

    private Dataset<Row> initialLayer(Manifest manifest, String table, List<String> key) {
        return inserts(snapshot(manifest.runId(), table, key));
    }

    private static Dataset<Row> inserts(Dataset<Row> rows) {
        return rows.select(
                lit(0).as(LakeRow.POSITION),
                lit(LakeRow.Op.INSERT.word()).as(LakeRow.OP),
                col(LakeRow.KEY),
                col(LakeRow.HASH),
                col(LakeRow.ROW).as(LakeRow.NEW),
                lit(null).cast(rows.schema().apply(LakeRow.ROW).dataType()).as(LakeRow.OLD),
                lit(BEGINNING).as(LakeRow.EFFECTIVE_AT),
                lit("initial").as(LakeRow.PRECISION));
    }

    private Dataset<Row> storedLayer(Manifest manifest, String table) {
        return layers(List.of(manifest), table).drop(LakeRow.RUN_ID, LakeRow.DAY, LakeRow.MANIFEST);
    }

    private Dataset<Row> layers(List<Manifest> manifests, String table) {
        Object[] runs = manifests.stream().map(Manifest::runId).toArray();
        Object[] days = manifests.stream()
                .map(manifest -> day(manifest.readPoint()))
                .distinct()
                .toArray();
        return delta(layout.changes(table))
                .where(col(LakeRow.DAY).isin(days).and(col(LakeRow.RUN_ID).isin(runs)));
    }

    private Dataset<Row> delta(String path) {
        return spark.read().format("delta").load(path);
    }

    private static void append(Dataset<Row> rows, String path, String partition) {
        rows.write()
                .format("delta")
                .mode(SaveMode.Append)
                .options(ColumnMapping.options(rows.schema()))
                .partitionBy(partition)
                .save(path);
    }

    /** Few files: each costs every later reader a request. */
    private static int files(long rows) {
        return (int) Math.max(1, rows / ROWS_A_FILE);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
