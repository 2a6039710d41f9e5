package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Finding.Check;
import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One transaction that compares a pipeline's tables with rows that are expected of them. It sees the warehouse as it was when it
 * began, whatever is loaded meanwhile, takes no lock that a load needs, and leaves nothing behind.
 */
public final class Verification implements AutoCloseable {
    private final Pipeline pipeline;
    private final String schema;
    private final Connection connection;
    private final VerifyProgress progress;
    private final List<Ledger.Loaded> loaded;
    private final Optional<Instant> loadedAt;
    private final Map<String, AskedRows> asked = new HashMap<>();
    private final Map<Dimension, String> stretched = new LinkedHashMap<>();

    private Verification(Pipeline pipeline, Connection connection, VerifyProgress progress) throws SQLException {
        this.pipeline = pipeline;
        this.schema = pipeline.warehouse().schema();
        this.connection = connection;
        this.progress = progress;
        Sql.query(connection, Transaction.SETTINGS, row -> row.getString(1));
        this.loaded = new Ledger(connection, schema, work(pipeline)).loaded();
        this.loadedAt = Sql.query(
                        connection,
                        "SELECT loaded_at FROM varve.load WHERE pipeline = ? ORDER BY number DESC LIMIT 1",
                        row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                        pipeline.name())
                .stream()
                .findFirst();
    }

    /**
     * Begins, once the ledger has a place for what will be found.
     *
     * @throws VarveException (refused) if the warehouse holds no manifest of the pipeline
     */
    public static Verification open(Pipeline pipeline, VerifyProgress progress) {
        Connection connection = WarehouseConnections.open(pipeline.warehouse().endpoint());
        boolean opened = false;
        try {
            if (Sql.number(connection, "SELECT count(to_regclass('varve.load'))") == 0) {
                throw nothingLoaded(pipeline);
            }
            Migrations.applyLedger(pipeline.warehouse()); // before the snapshot, whose locks could hold it up
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            Verification verification = new Verification(pipeline, connection, progress);
            if (verification.loaded.isEmpty()) {
                throw nothingLoaded(pipeline);
            }
            new LedgerModels(connection, pipeline).problem().ifPresent(problem -> {
                throw work(pipeline).otherModel(problem, verification.loaded.size());
            });
            opened = true;
            return verification;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            if (!opened) {
                close(connection);
            }
        }
    }

    private static VarveException nothingLoaded(Pipeline pipeline) {
        return work(pipeline)
                .refused(
                        "the warehouse holds none of its manifests", "Run 'varve load " + pipeline.name() + "' first.");
    }

    private static Work work(Pipeline pipeline) {
        return Work.of(Purpose.VERIFY, pipeline);
    }

    /** When the last of the loaded manifests was loaded, by the warehouse's clock; empty if none was. */
    public Optional<Instant> loadedAt() {
        return loadedAt;
    }

    /** How many manifests are loaded. */
    public int lastLoaded() {
        return loaded.size();
    }

    /** The ledger compared with the lake's manifests. */
    public Finding ledger(History history) {
        List<Difference> differences = Ledger.problem(loaded, history).stream()
                .map(problem -> new Difference("other manifest", 1, List.of(new Example("ledger", problem))))
                .toList();
        return new Finding(Check.LEDGER, "ledger", loaded.size(), "", differences);
    }

    /** A place for what manifests asked of a dimension. */
    public AskedRows asked(Dimension dimension, List<String> columns) {
        requireColumns(dimension.name(), WarehouseTable.columnsOf(dimension, columns));
        return asked(dimension.name(), TypedColumns.of(schema, dimension, columns));
    }

    /** A place for what manifests asked of a fact. */
    public AskedRows asked(Fact fact, List<String> columns) {
        requireColumns(fact.name(), WarehouseTable.columnsOf(fact, columns));
        return asked(fact.name(), TypedColumns.of(pipeline, fact, columns));
    }

    private AskedRows asked(String table, TypedColumns columns) {
        return told(() -> {
            AskedRows rows = AskedRows.create(
                    connection,
                    "varve_asked_" + asked.size(),
                    columns,
                    Ledger.staged(connection, pipeline.name(), table),
                    copied -> progress.copying(table, copied));
            asked.put(table, rows);
            return rows;
        });
    }

    private void requireColumns(String table, List<String> needed) {
        WarehouseTable there = table(table);
        List<String> missing = there.missing(needed);
        if (!missing.isEmpty()) {
            String name = schema + "." + table;
            throw work(pipeline)
                    .table(table)
                    .failed(
                            there.exists()
                                    ? name + " lacks the columns " + missing
                                    : "there is no table " + name + ", or the account may not see it",
                            "Add a migration for it, or run 'varve load " + pipeline.name() + "' if there is one.");
        }
    }

    private WarehouseTable table(String name) {
        return told(() -> WarehouseTable.of(connection, schema, name));
    }

    /** The current rows of a dimension compared with what its model says of the lake's states. */
    public Finding current(Dimension dimension, Dataset<Row> rows) {
        requireColumns(dimension.name(), WarehouseTable.columnsOf(dimension, List.of(rows.columns())));
        return told(() -> check(dimension).current(rows));
    }

    /**
     * All versions of a dimension compared with what follows from the layers. What was asked of it and of every fact must be
     * there.
     */
    public Finding versions(Dimension dimension, History history) {
        Map<Fact, AskedRows> facts = new LinkedHashMap<>();
        pipeline.facts().forEach(fact -> facts.put(fact, rows(fact.name())));
        Map<Integer, String> labels = new HashMap<>();
        manifests(history).forEach((number, manifest) -> labels.put(number, manifest.asOf()));
        String expected = "varve_versions_" + stretched.size();
        return told(() -> {
            Finding finding = check(dimension).versions(rows(dimension.name()), facts, labels, expected);
            String name = "varve_stretched_" + stretched.size();
            ForeignKeyCheck.stretch(connection, new DimensionTable(schema, dimension), expected, name);
            stretched.put(dimension, name);
            TemporaryTables.drop(connection, expected);
            return finding;
        });
    }

    /**
     * The rows of a fact compared with what follows from the layers, and its foreign keys with the expected versions. Its
     * dimensions come first.
     */
    public List<Finding> facts(Fact fact, History history) {
        return told(() -> new FactCheck(connection, table(fact.name()), fact, progress)
                .run(rows(fact.name()), manifests(history), stretched));
    }

    private DimensionCheck check(Dimension dimension) {
        return new DimensionCheck(connection, new DimensionTable(schema, dimension), progress);
    }

    private AskedRows rows(String table) {
        return Optional.ofNullable(asked.get(table)).orElseThrow();
    }

    private static Map<Integer, Manifest> manifests(History history) {
        Map<Integer, Manifest> manifests = new HashMap<>();
        history.entries().forEach(entry -> manifests.put(entry.manifest().number(), entry.manifest()));
        return manifests;
    }

    /** A step of SQL. */
    interface Step<T> {
        T run() throws SQLException;
    }

    /** Runs a step; what the server says is told as a failure of the verification. */
    static <T> T told(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static VarveException failed(SQLException e) {
        return VarveException.failed(
                "Cannot verify: the warehouse says: " + VarveException.sentence(Sql.reason(e)) + " " + Sql.cure(e)
                        + "Nothing was changed.",
                e);
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
