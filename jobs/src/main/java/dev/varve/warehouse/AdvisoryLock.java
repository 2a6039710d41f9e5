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
     * @param doing what it is taken for: load, rewind or rebuild
     * @throws VarveException (busy) if another connection has it
     */
    static void take(Connection connection, String pipeline, String doing) throws SQLException {
        boolean taken = Sql.query(
                        connection,
                        "SELECT pg_try_advisory_lock(hashtextextended(?, 0))",
                        row -> row.getBoolean(1),
                        "varve:" + pipeline)
                .get(0);
        if (!taken) {
            throw VarveException.busy("Cannot " + doing + " pipeline " + pipeline
                    + ": another process is loading it into this warehouse. Wait for it, then run again.");
        }
    }
}
