package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a trial did, inside its transaction: what it inserted by its labels, what it changed in place by the images. */
final class TrialRows {
    private final Connection connection;
    private final Pipeline pipeline;
    private final List<Manifest> manifests;
    private final int samples;

    /**
     * Of some manifests.
     *
     * @param samples how many rows of each kind are read
     */
    TrialRows(Connection connection, Pipeline pipeline, List<Manifest> manifests, int samples) {
        this.connection = connection;
        this.pipeline = pipeline;
        this.manifests = manifests;
        this.samples = samples;
    }

    List<Trial.Change> read() throws SQLException {
        List<Trial.Change> changes = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            String key = Names.quote(dimension.surrogateKey());
            String inferred = new DimensionTable(pipeline.warehouse().schema(), dimension).cameInferred("t");
            String known = key + " <> " + Members.UNKNOWN + " AND ";
            inserted(dimension.name(), "open", known + "NOT " + inferred, key).ifPresent(changes::add);
            inserted(dimension.name(), "infer", known + inferred, key).ifPresent(changes::add);
            changes.addAll(changed(dimension.name(), List.of(dimension.surrogateKey())));
        }
        for (Fact fact : pipeline.facts()) {
            inserted(fact.name(), "insert", "true", Names.list(fact.key())).ifPresent(changes::add);
            changes.addAll(changed(fact.name(), FactLoad.identity(fact)));
        }
        return changes;
    }

    private Optional<Trial.Change> inserted(String name, String change, String condition, String order)
            throws SQLException {
        WarehouseTable table = table(name);
        String from = " FROM " + qualified(name) + " t WHERE loaded_as_of = ANY (?) AND " + condition;
        Object labels = connection.createArrayOf(
                "text", manifests.stream().map(Manifest::asOf).toArray());
        long rows = Sql.number(connection, "SELECT count(*)" + from, labels);
        List<Trial.Sample> found = Sql.query(
                connection,
                "SELECT row_to_json(t.*)" + from + " ORDER BY " + order + " LIMIT ?",
                row -> new Trial.Sample(Optional.empty(), Optional.of(WarehouseRow.of(table, row.getString(1)))),
                labels,
                samples);
        return rows == 0 ? Optional.empty() : Optional.of(new Trial.Change(name, change, rows, found));
    }

    private record Kind(String change, long rows) {}

    private List<Trial.Change> changed(String name, List<String> identity) throws SQLException {
        String from = " FROM varve.undo WHERE pipeline = ? AND number >= ? AND table_name = ?";
        int first = manifests.get(0).number();
        List<Kind> kinds = Sql.query(
                connection,
                "SELECT change, count(*)" + from + " GROUP BY change ORDER BY change",
                row -> new Kind(row.getString(1), row.getLong(2)),
                pipeline.name(),
                first,
                name);
        List<Trial.Change> changes = new ArrayList<>();
        for (Kind kind : kinds) {
            List<WarehouseRow> before = Sql.query(
                    connection,
                    "SELECT before" + from + " AND change = ? ORDER BY position LIMIT ?",
                    row -> WarehouseRow.of(table(name), row.getString(1)),
                    pipeline.name(),
                    first,
                    name,
                    kind.change(),
                    samples);
            List<Trial.Sample> found = new ArrayList<>();
            for (WarehouseRow row : before) {
                found.add(new Trial.Sample(Optional.of(row), now(name, identity, row)));
            }
            changes.add(new Trial.Change(name, kind.change(), kind.rows(), found));
        }
        return changes;
    }

    /** The row as it is now, if it is still there. */
    private Optional<WarehouseRow> now(String name, List<String> identity, WarehouseRow before) throws SQLException {
        WarehouseTable table = table(name);
        Object[] values = identity.stream()
                .map(column -> new Sql.Untyped(before.value(column).asText()))
                .toArray();
        return Sql.query(
                        connection,
                        "SELECT row_to_json(t.*) FROM " + qualified(name) + " t WHERE "
                                + Names.each(identity, column -> "t." + Names.quote(column) + " = ?", " AND "),
                        row -> WarehouseRow.of(table, row.getString(1)),
                        values)
                .stream()
                .findFirst();
    }

    private WarehouseTable table(String name) throws SQLException {
        return WarehouseTable.of(connection, pipeline.warehouse().schema(), name);
    }

    private String qualified(String name) {
        return Names.qualified(pipeline.warehouse().schema(), name);
    }
}
