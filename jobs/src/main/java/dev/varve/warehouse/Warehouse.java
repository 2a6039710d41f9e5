package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The warehouse of one pipeline, open for writing: this process holds its lock until the warehouse is closed. */
public final class Warehouse implements AutoCloseable {
    private static final String NOTHING_CHANGED = "Nothing was changed.";
    private static final String NOTHING_LOADED = "Nothing of this interval was loaded.";

    private final Pipeline pipeline;
    private final Connection connection;
    private final Ledger ledger;
    private final LedgerModels models;
    private final Purpose purpose;

    private Warehouse(Pipeline pipeline, Connection connection, Purpose purpose) {
        this.pipeline = pipeline;
        this.purpose = purpose;
        this.connection = connection;
        this.ledger =
                new Ledger(connection, pipeline.name(), pipeline.warehouse().schema(), purpose.word());
        this.models = new LedgerModels(connection, pipeline);
    }

    /** What a warehouse is opened for; a word for messages. */
    public enum Purpose {
        LOAD,
        REWIND,
        REBUILD;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Opens a warehouse to load into it. */
    public static Warehouse open(Pipeline pipeline) {
        return open(pipeline, Purpose.LOAD);
    }

    /**
     * Connects and takes the pipeline's lock.
     *
     * @throws VarveException (busy) if another process has the lock
     */
    public static Warehouse open(Pipeline pipeline, Purpose purpose) {
        Connection connection = WarehouseConnections.open(pipeline.warehouse().endpoint());
        Warehouse warehouse = new Warehouse(pipeline, connection, purpose);
        try {
            AdvisoryLock.take(connection, pipeline.name(), purpose.word());
            return warehouse;
        } catch (SQLException e) {
            warehouse.close();
            throw warehouse.failed(e);
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
            ledger.checkOwners(pipeline.warehouseTables());
            int last = ledger.lastLoaded(history);
            if (last == 0) {
                checkEmpty();
            } else {
                checkModels(last);
            }
            return last;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The rows of two declarations in one table would be a history that no rebuild gives. */
    private void checkModels(int loaded) throws SQLException {
        models.problem().ifPresent(problem -> {
            throw VarveException.refused("Cannot load pipeline " + pipeline.name() + ": " + problem + " since its "
                    + (loaded == 1 ? "manifest was" : loaded + " manifests were") + " loaded. Run 'varve rebuild "
                    + pipeline.name()
                    + " --yes', which replays every manifest with the models as they are now, or restore"
                    + " the pipeline file; nothing was loaded.");
        });
    }

    /** Rows without a ledger would be taken for the state after the last manifest, and the first be applied to them. */
    private void checkEmpty() throws SQLException {
        String schema = pipeline.warehouse().schema();
        for (Dimension dimension : pipeline.dimensions()) {
            checkEmpty(schema, dimension.name(), Names.quote(dimension.surrogateKey()) + " <> " + Members.UNKNOWN);
        }
        for (Fact fact : pipeline.facts()) {
            checkEmpty(schema, fact.name(), "true");
        }
    }

    private void checkEmpty(String schema, String table, String condition) throws SQLException {
        String first = "SELECT 1 FROM " + Names.qualified(schema, table) + " WHERE " + condition + " LIMIT 1";
        if (WarehouseTable.of(connection, schema, table).exists()
                && !Sql.query(connection, first, row -> row.getInt(1)).isEmpty()) {
            throw VarveException.refused("Cannot load pipeline " + pipeline.name() + ": " + schema + "." + table
                    + " holds rows, and the ledger says that no manifest was loaded. Restore the ledger, or"
                    + " empty the table.");
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
        String interval = pipeline.name() + " as of " + entry.manifest().asOf();
        Transaction.Words words = new Transaction.Words(
                "load pipeline " + interval,
                "pipeline " + interval + " was loaded",
                NOTHING_LOADED,
                "what was loaded is not loaded twice");
        return Transaction.run(connection, words, () -> {
            List<LoadCounts> counts = load(entry, rows, new TemporaryTables(connection), progress);
            Undo.forget(connection, pipeline.name(), pipeline.warehouse().undoDays());
            return counts;
        });
    }

    private List<LoadCounts> load(
            History.Entry entry, Map<String, Dataset<Row>> rows, TemporaryTables tables, LoadProgress progress)
            throws SQLException {
        ledger.forgetAfter(entry.manifest().number() - 1); // before-images of loads that were deleted by hand
        ManifestLoad load = new ManifestLoad(connection, pipeline, entry.manifest(), tables, progress);
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
        Transaction.Words words = new Transaction.Words(
                "plan loads of pipeline " + pipeline.name(),
                "a plan of pipeline " + pipeline.name() + " was taken back",
                NOTHING_CHANGED,
                "a plan changes nothing");
        return Transaction.tryOut(connection, words, () -> {
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
        return Transaction.look(connection, rewindWords(to), () -> goingBack(to).plan());
    }

    /**
     * Takes the loads after a label back, all of them or none.
     *
     * @throws VarveException (usage) if no load has that label, (refused) if it lies beyond the undo horizon, or the tables are
     *     declared otherwise than when they were loaded
     */
    public Rewinding rewind(String to) {
        return Transaction.run(connection, rewindWords(to), () -> goingBack(to).apply());
    }

    /** What {@link #rebuild} would do, whether or not the warehouse is migrated yet. */
    public Rebuilding planRebuild(History history) {
        return Transaction.look(
                connection,
                rebuildWords(),
                () -> new WarehouseRebuild(connection, pipeline, ledger, models).plan(history));
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
                rebuildWords(),
                () -> rebuild.apply(history, entry -> {
                    Manifest manifest = entry.manifest();
                    replay.applied(manifest, load(entry, replay.rows(manifest), tables, progress));
                }));
    }

    private Transaction.Words rebuildWords() {
        return new Transaction.Words(
                "rebuild pipeline " + pipeline.name(),
                "pipeline " + pipeline.name() + " was rebuilt",
                NOTHING_CHANGED,
                "a rebuild may be done twice");
    }

    private WarehouseRewind goingBack(String to) {
        return new WarehouseRewind(connection, pipeline, ledger, models, to);
    }

    private Transaction.Words rewindWords(String to) {
        return new Transaction.Words(
                "rewind pipeline " + pipeline.name() + " to " + to,
                "pipeline " + pipeline.name() + " was rewound to " + to,
                NOTHING_CHANGED,
                "what was taken back is not taken back twice");
    }

    private VarveException failed(SQLException e) {
        return VarveException.failed(
                "Cannot " + purpose.word() + " pipeline " + pipeline.name() + ": " + Sql.reason(e) + ". " + Sql.cure(e)
                        + NOTHING_CHANGED,
                e);
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
