package dev.varve.warehouse;

import dev.varve.lake.CommitPoint;
import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The warehouse of one pipeline, open for writing: this process holds its lock until the warehouse is closed. */
public final class Warehouse implements AutoCloseable {
    /** For the sorts of a large interval; Postgres's default is 4 MB, and a server that was given more keeps it. */
    private static final String ENOUGH_MEMORY = """
            SELECT set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')), pg_size_bytes('64MB')) / 1024
                              || 'kB', true)
            """;

    private final Pipeline pipeline;
    private final Connection connection;
    private final Ledger ledger;

    private Warehouse(Pipeline pipeline, Connection connection) {
        this.pipeline = pipeline;
        this.connection = connection;
        this.ledger =
                new Ledger(connection, pipeline.name(), pipeline.warehouse().schema());
    }

    /**
     * Connects and takes the pipeline's lock.
     *
     * @throws VarveException (busy) if another process has the lock
     */
    public static Warehouse open(Pipeline pipeline) {
        Connection connection = WarehouseConnections.open(pipeline.warehouse().endpoint());
        Warehouse warehouse = new Warehouse(pipeline, connection);
        try {
            AdvisoryLock.take(connection, pipeline.name());
            return warehouse;
        } catch (SQLException e) {
            warehouse.close();
            throw warehouse.failed("", e);
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
     *     the tables, or a table holds rows that no manifest was loaded for
     */
    public int lastLoaded(History history) {
        try {
            for (Dimension dimension : pipeline.dimensions()) {
                ledger.checkOwner(dimension.name());
            }
            for (Fact fact : pipeline.facts()) {
                ledger.checkOwner(fact.name());
            }
            int last = ledger.lastLoaded(history);
            if (last == 0) {
                checkEmpty();
            }
            return last;
        } catch (SQLException e) {
            throw failed("", e);
        }
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
        Manifest manifest = entry.manifest();
        try {
            connection.setAutoCommit(false);
            Sql.query(connection, ENOUGH_MEMORY, row -> row.getString(1));
            List<LoadCounts> counts = applyAll(manifest, rows, progress);
            ledger.record(entry, counts);
            commit(manifest);
            return counts;
        } catch (SQLException e) {
            rollback(e);
            throw failed(" as of " + manifest.asOf(), e);
        } catch (RuntimeException e) {
            rollback(e);
            throw e;
        }
    }

    private void commit(Manifest manifest) throws SQLException {
        CommitPoint.BEFORE_COMMIT.reached();
        try {
            connection.commit();
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot tell whether pipeline " + pipeline.name() + " as of " + manifest.asOf()
                            + " was loaded: the warehouse did not answer the commit: " + Sql.reason(e)
                            + ". Run again; what was loaded is not loaded twice.",
                    e);
        }
        CommitPoint.AFTER_COMMIT.reached();
        connection.setAutoCommit(true);
    }

    private List<LoadCounts> applyAll(Manifest manifest, Map<String, Dataset<Row>> rows, LoadProgress progress) {
        List<LoadCounts> counts = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            try {
                load(dimension, manifest, Optional.ofNullable(rows.get(dimension.name())), progress)
                        .ifPresent(counts::add);
            } catch (SQLException e) {
                throw failed(dimension.name(), manifest, e);
            }
        }
        for (Fact fact : pipeline.facts()) {
            Optional<Dataset<Row>> asked = Optional.ofNullable(rows.get(fact.name()));
            if (asked.isPresent()) {
                try {
                    counts.add(load(fact, manifest, asked.get(), progress));
                } catch (SQLException e) {
                    throw failed(fact.name(), manifest, e);
                }
            }
        }
        return counts;
    }

    private Optional<LoadCounts> load(
            Dimension dimension, Manifest manifest, Optional<Dataset<Row>> asked, LoadProgress progress)
            throws SQLException {
        String schema = pipeline.warehouse().schema();
        WarehouseTable table = WarehouseTable.of(connection, schema, dimension.name());
        table.require(WarehouseTable.columnsOf(dimension, dimension.key()));
        table.requireOptional(asked.map(Warehouse::modelColumns).orElse(dimension.key()));
        Members.ensureUnknown(connection, schema, dimension, manifest.asOf());
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = modelColumns(asked.get());
        table.require(WarehouseTable.columnsOf(dimension, columns));
        table.requireLossless(asked.get().schema());
        return Optional.of(
                new DimensionLoad(connection, schema, dimension, columns).apply(manifest, asked.get(), progress));
    }

    private LoadCounts load(Fact fact, Manifest manifest, Dataset<Row> rows, LoadProgress progress)
            throws SQLException {
        List<String> columns = modelColumns(rows);
        WarehouseTable table =
                WarehouseTable.of(connection, pipeline.warehouse().schema(), fact.name());
        table.require(WarehouseTable.columnsOf(fact, columns));
        table.requireLossless(rows.schema());
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            Dimension dimension = pipeline.dimension(foreignKey.dimension());
            WarehouseTable.of(connection, pipeline.warehouse().schema(), dimension.name())
                    .requireLosslessKey(dimension, foreignKey, rows.schema());
        }
        return new FactLoad(connection, pipeline, fact, columns).apply(manifest, rows, progress);
    }

    private static List<String> modelColumns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(column -> !ModelRow.CONTROL.contains(column))
                .toList();
    }

    private void rollback(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private VarveException failed(String table, Manifest manifest, SQLException e) {
        return VarveException.failed(
                "Cannot load " + table + " of pipeline " + pipeline.name() + " as of " + manifest.asOf() + ": "
                        + Sql.reason(e) + ". " + Sql.cure(e) + "Nothing of this interval was loaded.",
                e);
    }

    private VarveException failed(String when, SQLException e) {
        return VarveException.failed(
                "Cannot load pipeline " + pipeline.name() + when + ": " + Sql.reason(e) + ". " + Sql.cure(e)
                        + "Nothing of this interval was loaded.",
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
