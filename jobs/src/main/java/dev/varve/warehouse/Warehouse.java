package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The warehouse of one pipeline, open for writing: this process holds its lock until the warehouse is closed. */
public final class Warehouse implements AutoCloseable {
    private final Pipeline pipeline;
    private final Connection connection;
    private final Ledger ledger;
    private final LedgerModels models;
    private final Approvals approvals;
    private final Work work;

    private Warehouse(Pipeline pipeline, Connection connection, Work work, Set<String> approvedDeletes) {
        this.pipeline = pipeline;
        this.work = work;
        this.connection = connection;
        this.ledger = new Ledger(connection, pipeline.warehouse().schema(), work);
        this.models = new LedgerModels(connection, pipeline);
        this.approvals = new Approvals(connection, work, approvedDeletes);
    }

    /** Opens a warehouse to load into it. */
    public static Warehouse open(Pipeline pipeline) {
        return open(pipeline, Work.of(Purpose.LOAD, pipeline));
    }

    /** As {@link #open(Pipeline, Work, Set)}, where no mass delete is approved. */
    public static Warehouse open(Pipeline pipeline, Work work) {
        return open(pipeline, work, Set.of());
    }

    /**
     * Connects and takes the pipeline's lock.
     *
     * @param work what it is opened for
     * @param approvedDeletes dimensions whose mass delete is let through
     * @throws VarveException (busy) if another process has the lock
     */
    public static Warehouse open(Pipeline pipeline, Work work, Set<String> approvedDeletes) {
        Connection connection = WarehouseConnections.open(pipeline.warehouse().endpoint());
        Warehouse warehouse = new Warehouse(pipeline, connection, work, approvedDeletes);
        try {
            AdvisoryLock.take(connection, work);
            return warehouse;
        } catch (SQLException e) {
            warehouse.close();
            throw work.failed(e);
        } catch (VarveException e) {
            warehouse.close();
            throw e;
        }
    }

    /** Applies missing migrations and returns how many there were. */
    public int migrate() {
        return Migrations.apply(pipeline.warehouse());
    }

    /**
     * The number of the last manifest that this warehouse holds, 0 if it is empty.
     *
     * @throws VarveException (refused) if the lake's manifests are not those that were loaded, another pipeline loads one of
     *     the tables, a table holds rows that no manifest was loaded for, or a model is not the one that was loaded
     */
    public int lastLoaded(History history) {
        try {
            return new BeforeLoad(connection, pipeline, ledger, models, work).check(history);
        } catch (SQLException e) {
            throw work.failed(e);
        }
    }

    /**
     * Applies one manifest in one transaction: dimensions, then facts, then the ledger.
     *
     * @param rows by warehouse table, as {@link dev.varve.model.WarehouseRows} yields them; a table without rows is absent
     * @param progress hears how it goes on
     * @return what was done to each table, in the order of the pipeline file
     */
    public List<LoadCounts> apply(History.Entry entry, Map<String, Dataset<Row>> rows, LoadProgress progress) {
        return Transaction.run(connection, work.on(entry.manifest()), () -> {
            forgetImagesFrom(entry);
            List<LoadCounts> counts = load(entry, rows, new TemporaryTables(connection), progress);
            Undo.forget(connection, pipeline.name(), pipeline.warehouse().undoDays());
            return counts;
        });
    }

    /** Of loads that were deleted from the ledger by hand. */
    private void forgetImagesFrom(History.Entry entry) throws SQLException {
        ledger.forgetImagesAfter(entry.manifest().number() - 1);
    }

    private List<LoadCounts> load(
            History.Entry entry, Map<String, Dataset<Row>> rows, TemporaryTables tables, LoadProgress progress)
            throws SQLException {
        DimensionGuard guard = new DimensionGuard(entry, approvals);
        ManifestLoad load = new ManifestLoad(connection, pipeline, work, guard, tables, progress);
        List<LoadCounts> counts = load.apply(rows);
        ledger.record(entry, counts, load.undoIsKept());
        models.record();
        return counts;
    }

    /**
     * What loading some manifests would do. They are loaded as ever, in one transaction that is always taken back: readers see
     * nothing of it. It uses up surrogate numbers, which nobody misses, and leaves dead rows to the next vacuum.
     *
     * @param entries the manifests after the last loaded one, in order; at least one
     * @param rows gives the rows of each
     * @param samples how many rows of each kind are read
     * @param progress hears how it goes on
     */
    public Trial tryOut(List<History.Entry> entries, Replay rows, int samples, LoadProgress progress) {
        return Transaction.tryOut(connection, work, () -> {
            forgetImagesFrom(entries.get(0));
            TemporaryTables tables = new TemporaryTables(connection);
            List<List<LoadCounts>> counts = new ArrayList<>();
            for (History.Entry entry : entries) {
                counts.add(load(entry, rows.rows(entry.manifest()), tables, progress));
                rows.applied(entry.manifest(), counts.get(counts.size() - 1));
            }
            List<Manifest> manifests =
                    entries.stream().map(History.Entry::manifest).toList();
            return new Trial(counts, new TrialRows(connection, pipeline, manifests, samples).read());
        });
    }

    /** What {@link #rewind} would do. */
    public Rewinding planRewind(String to) {
        return Transaction.look(
                connection, Work.rewind(pipeline, to), () -> goingBack(to).plan());
    }

    /**
     * Takes the loads after a label back, all of them or none.
     *
     * @throws VarveException (usage) if no load has that label, (refused) if it lies beyond the undo horizon, or the tables are
     *     declared otherwise than when they were loaded
     */
    public Rewinding rewind(String to) {
        return Transaction.run(
                connection, Work.rewind(pipeline, to), () -> goingBack(to).apply());
    }

    /** What {@link #rebuild} would do, whether or not the warehouse is migrated yet. */
    public Rebuilding planRebuild(History history) {
        return Transaction.look(
                connection, work, () -> new WarehouseRebuild(connection, pipeline, ledger, models).plan(history));
    }

    /**
     * Replaces everything by what the manifests of a lake say, whatever was loaded before. Until the end, readers see what was
     * there.
     *
     * @param replay gives the rows of each manifest
     * @param progress hears how it goes on
     * @throws VarveException (refused) if another pipeline loads one of the tables
     */
    public Rebuilding rebuild(History history, Replay replay, LoadProgress progress) {
        WarehouseRebuild rebuild = new WarehouseRebuild(connection, pipeline, ledger, models);
        TemporaryTables tables = new TemporaryTables(connection);
        return Transaction.run(
                connection,
                work,
                () -> rebuild.apply(history, entry -> {
                    Manifest manifest = entry.manifest();
                    replay.applied(manifest, load(entry, replay.rows(manifest), tables, progress));
                }));
    }

    private WarehouseRewind goingBack(String to) {
        return new WarehouseRewind(connection, pipeline, ledger, models, to);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw VarveException.failed("Cannot close the connection to the warehouse: " + Sql.reason(e), e);
        }
    }
}
