package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What verifications found of a warehouse table. It ends when the load that it speaks of is undone.
 *
 * @param verifiedThrough the label through which the table was last found to be what the lake says
 * @param verifiedAt when that was
 * @param checkedAt when it was last compared
 * @param problems how many differences that found
 */
public record TableStatus(
        Optional<String> verifiedThrough, Optional<Instant> verifiedAt, Instant checkedAt, long problems) {
    /** By table; none where the ledger is of a version that could not verify yet. */
    static Map<String, TableStatus> read(Connection connection, String pipeline) throws SQLException {
        Map<String, TableStatus> statuses = new HashMap<>();
        if (!exists(connection)) {
            return statuses;
        }
        Sql.query(
                connection,
                "SELECT table_name, verified_through, verified_at, checked_at, problems FROM varve.table_status"
                        + " WHERE pipeline = ?",
                row -> {
                    TableStatus status = new TableStatus(
                            Optional.ofNullable(row.getString(2)),
                            Optional.ofNullable(row.getObject(3, OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant),
                            row.getObject(4, OffsetDateTime.class).toInstant(),
                            row.getLong(5));
                    statuses.put(row.getString(1), status);
                    return status;
                },
                pipeline);
        return statuses;
    }

    private static boolean exists(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT count(to_regclass('varve.table_status'))") == 1;
    }

    /**
     * Records what a verification found; a table that was found wrong keeps what it was verified through before.
     *
     * @param entry the last manifest that was loaded when it began
     * @param loadedAt when that was
     * @param problems by table
     * @return whether all of it was recorded: not if that load has been undone since, or a later one has been verified
     */
    public static boolean record(Pipeline pipeline, History.Entry entry, Instant loadedAt, Map<String, Long> problems) {
        try (Connection connection =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            connection.setAutoCommit(false);
            long recorded = 0;
            for (Map.Entry<String, Long> table : problems.entrySet()) {
                recorded += record(connection, pipeline.name(), entry, loadedAt, table.getKey(), table.getValue());
            }
            connection.commit();
            return recorded == problems.size();
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot record what was verified of pipeline " + pipeline.name() + ": "
                            + VarveException.sentence(Sql.reason(e)) + " " + Sql.cure(e)
                            + "The comparison itself came to its end; run again.",
                    e);
        }
    }

    /**
     * A load of the same manifest that came since is another one, and a rebuild is waited for. A verification that took longer
     * than a load and the next verification does not take the table back.
     */
    private static long record(
            Connection connection, String pipeline, History.Entry entry, Instant loadedAt, String table, long problems)
            throws SQLException {
        return Sql.update(
                connection,
                """
                INSERT INTO varve.table_status AS s (pipeline, table_name, number, problems, verified_through, verified_at)
                SELECT pipeline, ?, number, ?, CASE WHEN ? = 0 THEN as_of END, CASE WHEN ? = 0 THEN now() END
                FROM varve.load WHERE pipeline = ? AND number = ? AND manifest_sha256 = ? AND loaded_at = ? FOR KEY SHARE
                ON CONFLICT (pipeline, table_name) DO UPDATE SET
                    number = excluded.number, checked_at = excluded.checked_at, problems = excluded.problems,
                    verified_through = coalesce(excluded.verified_through, s.verified_through),
                    verified_at = coalesce(excluded.verified_at, s.verified_at)
                WHERE s.number <= excluded.number
                """,
                table,
                problems,
                problems,
                problems,
                pipeline,
                entry.manifest().number(),
                entry.sha256(),
                loadedAt);
    }
}
