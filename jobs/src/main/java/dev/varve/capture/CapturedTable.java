package dev.varve.capture;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.varve.lake.Counts;
import dev.varve.lake.History;
import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeTables;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.SomeKeys;
import dev.varve.pipeline.VarveException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A table's read compared with its state: what an ingest will write, before anything is written.
 *
 * @param read the rows
 * @param changes the layer, kept; absent for a table's first read, whose snapshot is its layer
 * @param counts rows by what happened to them
 */
public record CapturedTable(TableRead read, Optional<Dataset<Row>> changes, Counts counts) implements AutoCloseable {

    /**
     * Compares a read with the state before it.
     *
     * @param state {@code key, hash, row}; needed unless this is the table's first read
     * @param previousReadPoint where the interval starts; needed likewise
     */
    public static CapturedTable compare(
            TableRead read, Optional<Dataset<Row>> state, Optional<Instant> previousReadPoint, Instant readPoint) {
        ReadPlan plan = read.plan();
        if (plan.read() == TableManifest.Read.INITIAL) {
            return new CapturedTable(read, Optional.empty(), new Counts(read.rowCount(), read.rowCount(), 0, 0, 0));
        }
        String table = plan.table().name();
        boolean complete = plan.read() == TableManifest.Read.COMPLETE;
        Diff diff =
                Diff.between(state.orElseThrow(), read.rows(), complete ? Diff.Missing.DELETED : Diff.Missing.UNKNOWN);
        Dataset<Row> changes = EffectiveTime.stamp(diff.changes(), plan, previousReadPoint.orElseThrow(), readPoint)
                .withColumn(LakeRow.POSITION, lit(0))
                .persist(StorageLevel.MEMORY_AND_DISK());
        boolean kept = false;
        try {
            Counts counts = countByOp(read.rowCount(), changes, diff);
            checkCounts(table, counts);
            kept = true;
            return new CapturedTable(read, Optional.of(changes), counts);
        } finally {
            if (!kept) { // Spark throws checked exceptions that it does not declare
                changes.unpersist();
            }
        }
    }

    /**
     * Makes sure that a complete read met as many rows of the state as the manifests before count. A lake whose Delta log lost
     * a commit shows fewer, without an error.
     *
     * @throws VarveException (refused) if not
     */
    public void checkState(History history) {
        long met = counts.unchanged() + counts.updated() + counts.deleted();
        long counted = history.rows(read.plan().table().name());
        if (read.plan().read() == TableManifest.Read.COMPLETE && met != counted) {
            throw VarveException.refused(
                    "Cannot ingest table " + read.plan().table().name() + ": the lake shows " + met
                            + " rows of its state, and its manifests count " + counted
                            + ". Restore the lake's files from a copy. Nothing was written.");
        }
    }

    /** Why the mass-delete guard refuses this read until a user approves it; empty if it does not. */
    public Optional<String> refusal() {
        return read.plan().read() == TableManifest.Read.COMPLETE
                ? DeleteGuard.refusal(read.plan().table(), counts)
                : Optional.empty();
    }

    /** The first keys that this read would delete. */
    public SomeKeys deletedKeys() {
        return changes.map(layer -> layer.where(col(LakeRow.OP).equalTo(LakeRow.Op.DELETE.word())))
                .map(deleted -> FirstKeys.of(deleted, read.plan().table(), counts.deleted()))
                .orElseGet(() -> new SomeKeys(List.of(), 0));
    }

    /** Writes the layer and, for a complete read that found changes, the snapshot. */
    public TableManifest write(LakeTables lake, String runId, int manifest, Instant readPoint) {
        ReadPlan plan = read.plan();
        String table = plan.table().name();
        boolean initial = plan.read() == TableManifest.Read.INITIAL;
        boolean snapshot = initial || (plan.read() == TableManifest.Read.COMPLETE && counts.changed() > 0);
        if (initial) {
            lake.clearForFirst(table, read.rows());
        }
        if (snapshot) {
            lake.writeSnapshot(table, runId, read.rows(), counts.read());
        }
        if (counts.changed() > 0) {
            changes.ifPresent(layer -> lake.writeLayer(table, runId, manifest, readPoint, layer, counts.changed()));
        }
        return new TableManifest(
                plan.table().capture().word(),
                plan.read(),
                snapshot,
                plan.table().key(),
                plan.schema().columns(),
                counts,
                ReadPlan.identity(plan.table()),
                read.watermark());
    }

    private static Counts countByOp(long rowsRead, Dataset<Row> changes, Diff diff) {
        Map<String, Long> byOp = new HashMap<>();
        changes.groupBy(col(LakeRow.OP))
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(row -> byOp.put(row.getString(0), row.getLong(1)));
        long inserted = byOp.getOrDefault(LakeRow.Op.INSERT.word(), 0L);
        long updated = byOp.getOrDefault(LakeRow.Op.UPDATE.word(), 0L);
        long deleted = byOp.getOrDefault(LakeRow.Op.DELETE.word(), 0L);
        return new Counts(rowsRead, inserted, updated, deleted, diff.unchanged());
    }

    private static void checkCounts(String table, Counts counts) {
        if (!counts.addUp()) {
            throw VarveException.failed("Cannot ingest table " + table + ": of " + counts.read() + " rows read only "
                    + counts.inserted() + " inserted, " + counts.updated() + " updated and " + counts.unchanged()
                    + " unchanged are accounted for. Nothing was written.");
        }
    }

    @Override
    public void close() {
        changes.ifPresent(Dataset::unpersist);
        read.close();
    }
}
