package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a warehouse holds of one key, read without a lock and as of one point in time.
 *
 * @param state the ledger
 * @param key the key's values as the warehouse writes them
 * @param versions of a dimension, oldest first; of type 1 its one row
 * @param facts of a fact, those that came first at the front
 */
public record RowsOfKey(WarehouseState state, List<String> key, List<WarehouseRow> versions, List<FactRow> facts) {
    public RowsOfKey {
        key = List.copyOf(key);
        versions = List.copyOf(versions);
        facts = List.copyOf(facts);
    }

    /**
     * A fact with the versions that it points to.
     *
     * @param row its own columns
     * @param eventTime when it happened, if that is known
     * @param references in the order of the pipeline file
     */
    public record FactRow(WarehouseRow row, Optional<Instant> eventTime, List<Reference> references) {
        public FactRow {
            references = List.copyOf(references);
        }
    }

    /**
     * Where a foreign key leads.
     *
     * @param foreignKey the foreign key
     * @param member the version; empty if there is none of that number
     */
    public record Reference(ForeignKey foreignKey, Optional<WarehouseRow> member) {}

    /** How rows of a key are read. */
    private interface Reading {
        RowsOfKey read(Connection connection) throws SQLException;
    }

    /**
     * The versions of a dimension's key, or its one row.
     *
     * @throws VarveException (usage) if the key is not of the columns' types
     */
    public static RowsOfKey of(Pipeline pipeline, Dimension dimension, List<String> texts) {
        return read(pipeline, dimension.name(), connection -> {
            WarehouseTable table = table(connection, pipeline, dimension.name());
            List<String> key = KeyValues.parse(connection, pipeline.name(), table, dimension.key(), texts);
            List<WarehouseRow> versions = Sql.query(
                    connection,
                    select(table, "row_to_json(t.*)", dimension.key()) + " ORDER BY "
                            + Names.list("t", new DimensionTable(table.schema(), dimension).identity()),
                    row -> WarehouseRow.of(table, row.getString(1)),
                    untyped(key));
            return new RowsOfKey(state(connection, pipeline), key, versions, List.of());
        });
    }

    /**
     * The rows of a fact's key.
     *
     * @throws VarveException (usage) if the key is not of the columns' types
     */
    public static RowsOfKey of(Pipeline pipeline, Fact fact, List<String> texts) {
        return read(pipeline, fact.name(), connection -> {
            WarehouseTable table = table(connection, pipeline, fact.name());
            List<String> key = KeyValues.parse(connection, pipeline.name(), table, fact.key(), texts);
            String eventTime = "t." + Names.quote(fact.eventTime()) + "::timestamptz"; // as a load reads it
            String order = Names.each(FactLoad.beyondKey(fact), name -> "t." + Names.quote(name) + ", ", "");
            List<FactRow> found = Sql.query(
                    connection,
                    select(table, "row_to_json(t.*), " + eventTime, fact.key()) + " ORDER BY t.loaded_as_of, " + order
                            + "2",
                    row -> new FactRow(
                            WarehouseRow.of(table, row.getString(1)),
                            Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant),
                            List.of()),
                    untyped(key));
            List<FactRow> facts = new ArrayList<>();
            for (FactRow row : found) {
                facts.add(new FactRow(row.row(), row.eventTime(), references(connection, pipeline, fact, row.row())));
            }
            return new RowsOfKey(state(connection, pipeline), key, List.of(), facts);
        });
    }

    private static RowsOfKey read(Pipeline pipeline, String table, Reading reading) {
        try (Connection connection =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return reading.read(connection);
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot explain " + table + " of pipeline " + pipeline.name() + ": "
                            + VarveException.sentence(Sql.reason(e)) + " "
                            + Sql.cure(e).strip(),
                    e);
        }
    }

    private static WarehouseTable table(Connection connection, Pipeline pipeline, String name) throws SQLException {
        WarehouseTable table =
                WarehouseTable.of(connection, pipeline.warehouse().schema(), name);
        if (!table.exists()) {
            throw VarveException.failed("Cannot explain " + name + " of pipeline " + pipeline.name()
                    + ": the warehouse has no such table yet, or the account may not see it. Load the pipeline first.");
        }
        return table;
    }

    private static List<Reference> references(Connection connection, Pipeline pipeline, Fact fact, WarehouseRow row)
            throws SQLException {
        List<Reference> references = new ArrayList<>();
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            WarehouseTable table =
                    WarehouseTable.of(connection, pipeline.warehouse().schema(), foreignKey.dimension());
            List<WarehouseRow> members = Sql.query(
                    connection,
                    select(
                            table,
                            "row_to_json(t.*)",
                            List.of(pipeline.dimension(foreignKey.dimension()).surrogateKey())),
                    member -> WarehouseRow.of(table, member.getString(1)),
                    row.value(foreignKey.column()).asLong());
            references.add(new Reference(foreignKey, members.stream().findFirst()));
        }
        return references;
    }

    private static String select(WarehouseTable table, String columns, List<String> key) {
        return "SELECT " + columns + " FROM " + Names.qualified(table.schema(), table.name()) + " t WHERE "
                + Names.each(key, name -> "t." + Names.quote(name) + " = ?", " AND ");
    }

    private static Object[] untyped(List<String> key) {
        return key.stream().map(Sql.Untyped::new).toArray();
    }

    /** The ledger alone: counts of tables take long. */
    private static WarehouseState state(Connection connection, Pipeline pipeline) throws SQLException {
        return new WarehouseState(WarehouseState.loads(connection, pipeline.name()), List.of());
    }
}
