package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a warehouse holds of a pipeline, read without a lock.
 *
 * @param loads the ledger, in order; none if it was never loaded
 * @param tables by warehouse table, in the order of the pipeline file; none if it was never loaded, and not one that no
 *     migration has made yet
 */
public record WarehouseState(List<LoadState> loads, List<TableState> tables) {
    private static final String NO_RIGHT = "42501";

    public WarehouseState {
        loads = List.copyOf(loads);
        tables = List.copyOf(tables);
    }

    /**
     * One manifest as the ledger has it.
     *
     * @param number the manifest's number
     * @param asOf its label
     * @param readPoint its read point
     * @param manifestSha256 the hash of its file when it was loaded
     * @param loadedAt when it was loaded, by the warehouse's clock
     * @param tables what the load did to each table; one that it did not touch is absent
     */
    public record LoadState(
            int number,
            String asOf,
            Instant readPoint,
            String manifestSha256,
            Instant loadedAt,
            List<LoadCounts> tables) {
        public LoadState {
            tables = List.copyOf(tables);
        }
    }

    /**
     * The rows of one table, unknown members left out.
     *
     * @param table its name
     * @param rows versions of a dimension, its rows if it is of type 1, or facts
     * @param current current members of a dimension, or facts that the source still has
     * @param inferred members whose own row has not come yet
     * @param verification what verifications found of it; empty if none was made since it was last built
     */
    public record TableState(
            String table, long rows, long current, long inferred, Optional<TableStatus> verification) {}

    /** Why the next load would refuse this lake: it is not the one that was loaded. Empty if it is. */
    public Optional<String> problem(History history) {
        List<Ledger.Loaded> loaded = loads.stream()
                .map(load -> new Ledger.Loaded(load.number(), load.asOf(), load.manifestSha256()))
                .toList();
        return Ledger.problem(loaded, history);
    }

    /**
     * Reads the state, all of it as of one point in time.
     *
     * @throws VarveException if the warehouse cannot be read
     */
    public static WarehouseState read(Pipeline pipeline) {
        try (Connection connection =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            List<LoadState> loads = loads(connection, pipeline.name());
            return new WarehouseState(loads, loads.isEmpty() ? List.of() : tables(connection, pipeline));
        } catch (SQLException e) {
            String cure = NO_RIGHT.equals(e.getSQLState()) ? " Grant SELECT on it." : "";
            throw VarveException.failed(
                    "Cannot read the state of the warehouse: " + VarveException.sentence(Sql.reason(e)) + cure, e);
        }
    }

    static List<LoadState> loads(Connection connection, String pipeline) throws SQLException {
        boolean empty =
                Sql.number(connection, "SELECT CASE WHEN to_regclass('varve.load') IS NULL THEN 1 ELSE 0 END") == 1;
        if (empty) {
            return List.of();
        }
        Map<Integer, List<LoadCounts>> counts = new HashMap<>();
        Sql.query(
                connection,
                """
                SELECT number, table_name, staged, opened, closed, overwritten, inferred, inserted, source_deleted, removed,
                       gaps
                FROM varve.load_table WHERE pipeline = ?
                """,
                row -> counts.computeIfAbsent(row.getInt(1), number -> new ArrayList<>())
                        .add(counts(row)),
                pipeline);
        return Sql.query(
                connection,
                "SELECT number, as_of, read_point, manifest_sha256, loaded_at FROM varve.load WHERE pipeline = ? ORDER BY number",
                row -> new LoadState(
                        row.getInt(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getString(4),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        counts.getOrDefault(row.getInt(1), List.of())),
                pipeline);
    }

    private static LoadCounts counts(ResultSet row) throws SQLException {
        return new LoadCounts(
                row.getString("table_name"),
                row.getLong("staged"),
                row.getLong("opened"),
                row.getLong("closed"),
                row.getLong("overwritten"),
                row.getLong("inferred"),
                row.getLong("inserted"),
                row.getLong("source_deleted"),
                row.getLong("removed"),
                row.getLong("gaps"));
    }

    private static List<TableState> tables(Connection connection, Pipeline pipeline) throws SQLException {
        String schema = pipeline.warehouse().schema();
        Map<String, TableStatus> statuses = TableStatus.read(connection, pipeline.name());
        List<TableState> tables = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            if (!WarehouseTable.of(connection, schema, dimension.name()).exists()) {
                continue; // the next load will migrate
            }
            DimensionTable table = new DimensionTable(schema, dimension);
            String counts =
                    "SELECT count(*), count(*) FILTER (WHERE %s), count(*) FILTER (WHERE is_inferred) FROM %s t WHERE %s <> ?"
                            .formatted(table.current("t"), table.name(), Names.quote(dimension.surrogateKey()));
            tables.addAll(Sql.query(
                    connection,
                    counts,
                    row -> new TableState(
                            dimension.name(),
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            Optional.ofNullable(statuses.get(dimension.name()))),
                    Members.UNKNOWN));
        }
        for (Fact fact : pipeline.facts()) {
            if (!WarehouseTable.of(connection, schema, fact.name()).exists()) {
                continue;
            }
            String counts = "SELECT count(*), count(*) FILTER (WHERE source_deleted_at IS NULL) FROM "
                    + Names.qualified(schema, fact.name());
            tables.addAll(Sql.query(
                    connection,
                    counts,
                    row -> new TableState(
                            fact.name(),
                            row.getLong(1),
                            row.getLong(2),
                            0,
                            Optional.ofNullable(statuses.get(fact.name())))));
        }
        return tables;
    }
}
