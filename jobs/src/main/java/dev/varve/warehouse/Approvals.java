package dev.varve.warehouse;

import dev.varve.capture.MassDelete;
import dev.varve.lake.History;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The mass deletes of dimensions that users let through, by manifest. The ledger keeps them when the load is taken back, so that
 * a manifest that was approved once is loaded again without a question, unless it would close more.
 */
final class Approvals {
    private final Connection connection;
    private final String pipeline;
    private final Set<String> given;
    private final boolean once;
    private final Map<String, Integer> spent = new HashMap<>();

    /**
     * Of one command.
     *
     * @param given the dimensions that its user approves: of a rebuild, which does all or nothing, for every manifest, else for
     *     the first that needs it, which is what the user was told of
     */
    Approvals(Connection connection, Work work, Set<String> given) {
        this.connection = connection;
        this.pipeline = work.pipeline();
        this.given = Set.copyOf(given);
        this.once = work.purpose() != Purpose.REBUILD;
    }

    /** Whether a manifest's mass delete of a dimension is approved, by this command, which is recorded, or by an earlier one. */
    boolean cover(History.Entry entry, String dimension, MassDelete delete) throws SQLException {
        return isRecorded(entry, dimension, delete) || isGiven(entry, dimension, delete);
    }

    private boolean isGiven(History.Entry entry, String dimension, MassDelete delete) throws SQLException {
        int number = entry.manifest().number();
        if (!given.contains(dimension) || (once && spent.getOrDefault(dimension, number) != number)) {
            return false;
        }
        spent.put(dimension, number);
        record(entry, dimension, delete);
        return true;
    }

    private boolean isRecorded(History.Entry entry, String dimension, MassDelete delete) throws SQLException {
        return Sql.number(
                        connection,
                        """
                        SELECT count(*) FROM varve.approved_delete
                        WHERE pipeline = ? AND number = ? AND manifest_sha256 = ? AND table_name = ? AND closed >= ?
                        """,
                        pipeline,
                        entry.manifest().number(),
                        entry.sha256(),
                        dimension,
                        delete.deleted())
                > 0;
    }

    private void record(History.Entry entry, String dimension, MassDelete delete) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO varve.approved_delete (pipeline, number, manifest_sha256, table_name, closed, of_current)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (pipeline, number, table_name) DO UPDATE
                SET manifest_sha256 = excluded.manifest_sha256, closed = excluded.closed,
                    of_current = excluded.of_current, approved_at = excluded.approved_at
                """,
                pipeline,
                entry.manifest().number(),
                entry.sha256(),
                dimension,
                delete.deleted(),
                delete.before());
    }
}
