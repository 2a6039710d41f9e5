package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a warehouse holds of a pipeline, read without a lock.
 *
 * @param loaded how many manifests; 0 if it was never loaded
 * @param tables by warehouse table, in the order of the pipeline file; none if it was never loaded
 */
public record WarehouseState(int loaded, List<TableState> tables) {
    public WarehouseState {
        tables = List.copyOf(tables);
    }

    /**
     * The rows of one table, unknown members left out.
     *
     * @param table its name
     * @param rows versions of a dimension, or facts
     * @param current current members of a dimension, or facts that the source still has
     * @param inferred members whose own row has not come yet
     */
    public record TableState(String table, long rows, long current, long inferred) {}

    /** Reads the state. */
    public static WarehouseState read(Pipeline pipeline) {
        try (Connection connection =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            boolean empty =
                    Sql.number(connection, "SELECT CASE WHEN to_regclass('varve.load') IS NULL THEN 1 ELSE 0 END") == 1;
            int loaded = empty
                    ? 0
                    : (int) Sql.number(
                            connection, "SELECT count(*) FROM varve.load WHERE pipeline = ?", pipeline.name());
            return new WarehouseState(loaded, loaded == 0 ? List.of() : tables(connection, pipeline));
        } catch (SQLException e) {
            throw VarveException.failed("Cannot read the state of the warehouse: " + Sql.reason(e), e);
        }
    }

    private static List<TableState> tables(Connection connection, Pipeline pipeline) throws SQLException {
        String schema = pipeline.warehouse().schema();
        List<TableState> tables = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            String counts =
                    "SELECT count(*), count(*) FILTER (WHERE is_current), count(*) FILTER (WHERE is_inferred) FROM "
                            + Names.qualified(schema, dimension.name()) + " WHERE "
                            + Names.quote(dimension.surrogateKey()) + " <> ?";
            tables.addAll(Sql.query(
                    connection,
                    counts,
                    row -> new TableState(dimension.name(), row.getLong(1), row.getLong(2), row.getLong(3)),
                    Members.UNKNOWN));
        }
        for (Fact fact : pipeline.facts()) {
            String counts = "SELECT count(*), count(*) FILTER (WHERE source_deleted_at IS NULL) FROM "
                    + Names.qualified(schema, fact.name());
            tables.addAll(Sql.query(
                    connection, counts, row -> new TableState(fact.name(), row.getLong(1), row.getLong(2), 0)));
        }
        return tables;
    }
}
