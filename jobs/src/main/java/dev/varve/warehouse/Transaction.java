package dev.varve.warehouse;

import dev.varve.lake.CommitPoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;

/** Work on the warehouse that is done as a whole or not at all. */
final class Transaction {
    /**
     * For the sorts of a large interval: Postgres's default is 4 MB, and a server that was given more keeps it. For
     * before-images: values as text that comes back as it was, whatever the account's settings.
     */
    static final String SETTINGS = """
            SELECT set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')), pg_size_bytes('64MB')) / 1024
                              || 'kB', true),
                   set_config('extra_float_digits', '1', true), set_config('intervalstyle', 'postgres', true),
                   set_config('bytea_output', 'hex', true)
            """;

    /** How the SQL states of constraints begin. */
    static final String CONSTRAINT = "23";

    private Transaction() {}

    /** The statements of one. */
    interface Step<T> {
        T run() throws SQLException;
    }

    static <T> T run(Connection connection, Work work, Step<T> step) {
        return run(connection, work, step, () -> commit(connection, work));
    }

    /** Does work that only reads, whatever temporary tables it makes: nothing is committed. */
    static <T> T look(Connection connection, Work work, Step<T> step) {
        return run(connection, work, step, connection::rollback);
    }

    /** Does the work, has the server check what it would check at the commit, and takes all of it back. */
    static <T> T tryOut(Connection connection, Work work, Step<T> step) {
        return run(connection, work, step, () -> {
            Sql.update(connection, "SET CONSTRAINTS ALL IMMEDIATE");
            connection.rollback();
        });
    }

    /** How a transaction whose work was done ends. */
    private interface End {
        void run() throws SQLException;
    }

    private static <T> T run(Connection connection, Work work, Step<T> step, End end) {
        try {
            connection.setAutoCommit(false);
            Sql.query(connection, SETTINGS, row -> row.getString(1));
            T result = step.run();
            end.run();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            rollback(connection, e);
            throw failed(work, e);
        } catch (RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void commit(Connection connection, Work work) throws SQLException {
        CommitPoint.BEFORE_COMMIT.reached();
        try {
            connection.commit();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(CONSTRAINT)) {
                throw e; // one that is checked at the end; that is an answer
            }
            throw work.unanswered(e);
        }
        CommitPoint.AFTER_COMMIT.reached();
    }

    private static VarveException failed(Work work, SQLException e) {
        String constraint = String.valueOf(e.getSQLState()).startsWith(CONSTRAINT)
                ? "Look at that constraint, and at what the rows of both tables are for. "
                : "";
        return work.failed(Sql.reason(e), constraint + Sql.cure(e), e);
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
