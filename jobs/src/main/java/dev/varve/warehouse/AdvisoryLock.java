package dev.varve.warehouse;

import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;

/** One writer per pipeline and warehouse; the lock ends with the connection. */
final class AdvisoryLock {
    private AdvisoryLock() {}

    /**
     * Takes the lock for as long as the connection lives.
     *
     * @param work what it is taken for
     * @throws VarveException (busy) if another connection has it
     */
    static void take(Connection connection, Work work) throws SQLException {
        boolean taken = Sql.query(
                        connection,
                        "SELECT pg_try_advisory_lock(hashtextextended(?, 0))",
                        row -> row.getBoolean(1),
                        "varve:" + work.pipeline())
                .get(0);
        if (!taken) {
            throw work.busy();
        }
    }
}
