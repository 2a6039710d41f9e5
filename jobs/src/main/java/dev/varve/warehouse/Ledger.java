package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The warehouse's log: which manifests it holds, written in the transaction that loads them. */
final class Ledger {
    /**
     * A loaded manifest.
     *
     * @param number its number
     * @param asOf its label
     * @param sha256 the hash of its file when it was loaded
     */
    record Loaded(int number, String asOf, String sha256) {}

    /**
     * A loaded manifest and whether it can be taken back.
     *
     * @param number its number
     * @param asOf its label
     * @param undo whether the before-images of what it changed are kept
     */
    record LoadedLabel(int number, String asOf, boolean undo) {}

    private final Connection connection;
    private final String pipeline;
    private final String schema;
    private final Work work;

    /**
     * The log of one pipeline.
     *
     * @param schema its tables' schema
     * @param work what it is opened for
     */
    Ledger(Connection connection, String schema, Work work) {
        this.work = work;
        this.connection = connection;
        this.pipeline = work.pipeline();
        this.schema = schema;
    }

    /**
     * The number of the last loaded manifest, 0 if there is none.
     *
     * @throws VarveException (refused) if the lake's manifests are not those that were loaded
     */
    int lastLoaded(History history) throws SQLException {
        List<Loaded> loaded = loaded();
        problem(loaded, history).ifPresent(problem -> {
            throw work.otherLake(problem);
        });
        return loaded.size();
    }

    /** The manifests that were loaded, in order. */
    List<Loaded> loaded() throws SQLException {
        return Sql.query(
                connection,
                "SELECT number, as_of, manifest_sha256 FROM varve.load WHERE pipeline = ? ORDER BY number",
                row -> new Loaded(row.getInt(1), row.getString(2), row.getString(3)),
                pipeline);
    }

    /** How many rows each load staged for a table, by manifest. */
    static Map<Integer, Long> staged(Connection connection, String pipeline, String table) throws SQLException {
        Map<Integer, Long> staged = new HashMap<>();
        Sql.query(
                connection,
                "SELECT number, staged FROM varve.load_table WHERE pipeline = ? AND table_name = ?",
                row -> {
                    staged.put(row.getInt(1), row.getLong(2));
                    return row.getInt(1);
                },
                pipeline,
                table);
        return staged;
    }

    /** Why the manifests that were loaded, in order, are not the lake's first ones; empty if they are. */
    static Optional<String> problem(List<Loaded> loaded, History history) {
        for (int i = 0; i < loaded.size(); i++) {
            int expected = i + 1;
            String manifest = "manifest " + expected + " as of " + loaded.get(i).asOf();
            if (loaded.get(i).number() != expected) {
                return Optional.of("the ledger lacks manifest " + expected);
            }
            if (expected > history.entries().size()) {
                return Optional.of("the warehouse holds " + manifest + ", which the lake does not have");
            }
            if (!history.entries().get(i).sha256().equals(loaded.get(i).sha256())) {
                return Optional.of("the lake's " + manifest + " is not the one that was loaded");
            }
        }
        return Optional.empty();
    }

    /**
     * Makes sure that no other pipeline loads one of the tables.
     *
     * @throws VarveException (refused) that names the pipeline that does
     */
    void checkOwners(List<String> tables) throws SQLException {
        for (String table : tables) {
            checkOwner(table);
        }
    }

    private void checkOwner(String table) throws SQLException {
        List<String> others = Sql.query(connection, """
                SELECT DISTINCT l.pipeline FROM varve.load l JOIN varve.load_table t USING (pipeline, number)
                WHERE l.pipeline <> ? AND l.warehouse_schema = ? AND t.table_name = ?
                """, row -> row.getString(1), pipeline, schema, table);
        if (!others.isEmpty()) {
            throw work.refused(
                    "table " + schema + "." + table + " belongs to pipeline " + others.get(0),
                    "Give this one a schema of its own, then run " + work.command() + ".");
        }
    }

    /** The loads in order; none if there is no ledger yet. One of an older version knows of no before-images. */
    List<LoadedLabel> labels() throws SQLException {
        WarehouseTable load = WarehouseTable.of(connection, Migrations.LEDGER_SCHEMA, "load");
        boolean undo = load.columns().stream().anyMatch(column -> column.name().equals("undo"));
        return load.exists()
                ? Sql.query(
                        connection,
                        "SELECT number, as_of, %s FROM varve.load WHERE pipeline = ? ORDER BY number"
                                .formatted(undo ? "undo" : "false"),
                        row -> new LoadedLabel(row.getInt(1), row.getString(2), row.getBoolean(3)),
                        pipeline)
                : List.of();
    }

    /** Forgets the loads after a number, and their before-images; 0 forgets all. What else hangs on them goes with them. */
    void forgetAfter(int number) throws SQLException {
        forgetImagesAfter(number);
        Sql.update(connection, "DELETE FROM varve.load WHERE pipeline = ? AND number > ?", pipeline, number);
    }

    /** Removes the before-images of loads after one. */
    void forgetImagesAfter(int number) throws SQLException {
        Sql.update(connection, "DELETE FROM varve.undo WHERE pipeline = ? AND number > ?", pipeline, number);
    }

    /** Records a manifest, what it did, and whether the before-images of that are kept. */
    void record(History.Entry entry, List<LoadCounts> counts, boolean undo) throws SQLException {
        Manifest manifest = entry.manifest();
        try (var statement = connection.prepareStatement("""
                INSERT INTO varve.load (pipeline, number, as_of, run_id, manifest_sha256, previous_read_point, read_point,
                                        warehouse_schema, undo)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            statement.setString(1, pipeline);
            statement.setInt(2, manifest.number());
            statement.setString(3, manifest.asOf());
            statement.setString(4, manifest.runId());
            statement.setString(5, entry.sha256());
            if (manifest.previousReadPoint().isPresent()) {
                statement.setObject(6, manifest.previousReadPoint().get().atOffset(ZoneOffset.UTC));
            } else {
                statement.setNull(6, Types.TIMESTAMP_WITH_TIMEZONE);
            }
            statement.setObject(7, manifest.readPoint().atOffset(ZoneOffset.UTC));
            statement.setString(8, schema);
            statement.setBoolean(9, undo);
            statement.executeUpdate();
        }
        for (LoadCounts table : counts) {
            record(manifest.number(), table);
        }
    }

    private void record(int number, LoadCounts table) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO varve.load_table (pipeline, number, table_name, staged, opened, closed, overwritten, inferred,
                                              inserted, source_deleted, removed, gaps)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                pipeline,
                number,
                table.table(),
                table.staged(),
                table.opened(),
                table.closed(),
                table.overwritten(),
                table.inferred(),
                table.inserted(),
                table.sourceDeleted(),
                table.removed(),
                table.gaps());
    }
}
