package dev.varve.warehouse;

import dev.varve.pipeline.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of the warehouse's log that says where and how each dimension and fact was declared when its rows were loaded. */
final class LedgerModels {
    private final Connection connection;
    private final String pipeline;
    private final String schema;
    private final Map<String, String> declared;

    LedgerModels(Connection connection, Pipeline pipeline) {
        this.connection = connection;
        this.pipeline = pipeline.name();
        this.schema = pipeline.warehouse().schema();
        this.declared = ModelHash.of(pipeline);
    }

    /**
     * What the pipeline file declares otherwise than the ledger, such as {@code the model of item_dim has changed}; empty if
     * nothing. Only of a pipeline that was loaded.
     */
    Optional<String> problem() throws SQLException {
        Map<String, String> loaded = loaded();
        List<String> changed = declared.entrySet().stream()
                .filter(model ->
                        loaded.containsKey(model.getKey()) && !model.getValue().equals(loaded.get(model.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        List<String> added = declared.keySet().stream()
                .filter(table -> !loaded.containsKey(table))
                .toList();
        List<String> problems = new ArrayList<>(otherSchemas());
        if (!changed.isEmpty()) {
            problems.add(models(changed, "has changed", "have changed"));
        }
        if (!added.isEmpty()) {
            problems.add(models(added, "is new", "are new"));
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join(", and ", problems));
    }

    private List<String> otherSchemas() throws SQLException {
        return Sql.query(
                connection,
                "SELECT DISTINCT warehouse_schema FROM varve.load WHERE pipeline = ? AND warehouse_schema <> ?",
                row -> "the schema has changed from " + row.getString(1) + " to " + schema,
                pipeline,
                schema);
    }

    private static String models(List<String> tables, String one, String many) {
        return (tables.size() == 1 ? "the model of " : "the models of ") + String.join(", ", tables) + " "
                + (tables.size() == 1 ? one : many);
    }

    private Map<String, String> loaded() throws SQLException {
        Map<String, String> loaded = new HashMap<>();
        Sql.query(
                connection,
                "SELECT table_name, sha256 FROM varve.model WHERE pipeline = ?",
                row -> loaded.put(row.getString(1), row.getString(2)) == null,
                pipeline);
        return loaded;
    }

    /** Records what the pipeline file declares; a table that left it is forgotten, so that it is new when it returns. */
    void record() throws SQLException {
        if (loaded().equals(declared)) {
            return;
        }
        Sql.update(connection, "DELETE FROM varve.model WHERE pipeline = ?", pipeline);
        for (Map.Entry<String, String> model : declared.entrySet()) {
            Sql.update(
                    connection,
                    "INSERT INTO varve.model (pipeline, table_name, sha256) VALUES (?, ?, ?)",
                    pipeline,
                    model.getKey(),
                    model.getValue());
        }
    }
}
