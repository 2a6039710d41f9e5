package dev.varve.warehouse;

import dev.varve.capture.MassDelete;
import dev.varve.lake.History;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * The mass deletes of dimensions that users let through, by manifest. The ledger keeps them when the load is taken back, so that
 * a manifest that was loaded once is loaded again without a question.
 *
 * @param connection to the warehouse
 * @param pipeline the pipeline's name
 * @param given the dimensions that the user of this command approves
 */
record Approvals(Connection connection, String pipeline, Set<String> given) {
    Approvals {
        given = Set.copyOf(given);
    }

    /** Whether a manifest's mass delete of a dimension is approved, by this command, which is recorded, or by an earlier one. */
    boolean cover(History.Entry entry, String dimension, MassDelete delete) throws SQLException {
        if (given.contains(dimension)) {
            record(entry, dimension, delete);
            return true;
        }
        return Sql.number(connection, """
                        SELECT count(*) FROM varve.approved_delete
                        WHERE pipeline = ? AND number = ? AND manifest_sha256 = ? AND table_name = ?
                        """, pipeline, entry.manifest().number(), entry.sha256(), dimension) > 0;
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
