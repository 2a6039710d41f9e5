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

    /** What is done. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * What a user is told when it is not done.
     *
     * @param work such as {@code load pipeline stock as of 2026-11-20}
     * @param done such as {@code pipeline stock as of 2026-11-20 was loaded}
     * @param nothing what a failure leaves, as a sentence
     * @param again what running again does, as the end of a sentence
     */
    record Words(String work, String done, String nothing, String again) {
        /** The server refused it, or went away before the commit. */
        VarveException failed(SQLException e) {
            String constraint = String.valueOf(e.getSQLState()).startsWith(CONSTRAINT)
                    ? "Look at that constraint, and at what the rows of both tables are for. "
                    : "";
            return VarveException.failed(
                    "Cannot " + work + ": " + Sql.reason(e) + ". " + constraint + Sql.cure(e) + nothing, e);
        }

        private VarveException unanswered(SQLException e) {
            return VarveException.failed(
                    "Cannot tell whether " + done + ": the warehouse did not answer the commit: " + Sql.reason(e)
                            + ". Run again; " + again + ".",
                    e);
        }
    }

    static <T> T run(Connection connection, Words words, Work<T> work) {
        return run(connection, words, work, () -> commit(connection, words));
    }

    /** Does work that only reads, whatever temporary tables it makes: nothing is committed. */
    static <T> T look(Connection connection, Words words, Work<T> work) {
        return run(connection, words, work, connection::rollback);
    }

    /** Does the work, has the server check what it would check at the commit, and takes all of it back. */
    static <T> T tryOut(Connection connection, Words words, Work<T> work) {
        return run(connection, words, work, () -> {
            Sql.update(connection, "SET CONSTRAINTS ALL IMMEDIATE");
            connection.rollback();
        });
    }

    /** How a transaction whose work was done ends. */
    private interface End {
        void run() throws SQLException;
    }

    private static <T> T run(Connection connection, Words words, Work<T> work, End end) {
        try {
            connection.setAutoCommit(false);
            Sql.query(connection, SETTINGS, row -> row.getString(1));
            T result = work.run();
            end.run();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            rollback(connection, e);
            throw words.failed(e);
        } catch (RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void commit(Connection connection, Words words) throws SQLException {
        CommitPoint.BEFORE_COMMIT.reached();
        try {
            connection.commit();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(CONSTRAINT)) {
                throw e; // one that is checked at the end; that is an answer
            }
            throw words.unanswered(e);
        }
        CommitPoint.AFTER_COMMIT.reached();
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
