package dev.varve.datagen;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Writes transactions with LOAD DATA LOCAL: the server pulls their lines out of this process, nothing is kept on a disk. */
final class TradeStream {
    /** So many to a statement: a row that the server does not take is noticed early. */
    private static final int ROWS = 100_000;

    /** The name of a file that no client would ever open: the lines are not read from one. */
    private static final String LOAD = "LOAD DATA LOCAL INFILE 'varve:transactions' INTO TABLE `Transaction` "
            + TradeLines.FORMAT + " (transaction_id, user_id, stock_id, quantity, transaction_date)";

    private static final String CONNECTION_LOST = "08";

    private final Connection connection;

    TradeStream(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes all transactions, or, where the server or the connection allows no such stream, none: then it says why, and not
     * one of them is drawn.
     */
    Optional<String> write(Iterator<Trade> trades, IntConsumer written) throws SQLException {
        boolean begun = false;
        while (trades.hasNext()) {
            TradeLines lines = new TradeLines(trades, ROWS);
            try {
                load(lines);
            } catch (SQLException e) {
                if (begun || lines.taken() > 0 || lost(e)) {
                    throw e;
                }
                return Optional.of(VarveException.firstLine(e));
            }
            begun = true;
            written.accept(lines.taken());
        }
        return Optional.empty();
    }

    /** The driver may send a stream for the length of this statement only: a server can ask for one at any time. */
    private void load(TradeLines lines) throws SQLException {
        RuntimeProperty<Boolean> allowed = connection
                .unwrap(JdbcConnection.class)
                .getPropertySet()
                .getBooleanProperty(PropertyKey.allowLoadLocalInfile);
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(lines);
            allowed.setValue(true);
            int rows = statement.executeUpdate(LOAD);
            requireAll(lines.taken(), rows, Optional.ofNullable(statement.getWarnings()));
        } finally {
            allowed.setValue(false);
        }
    }

    /** What fails in any other statement is a warning in this one, and the row is skipped or bent. */
    private static void requireAll(int sent, int inserted, Optional<SQLWarning> warning) throws SQLException {
        if (inserted != sent || warning.isPresent()) {
            throw new SQLException("the server took " + inserted + " of " + sent + " transactions"
                    + warning.map(first -> " and says: " + first.getMessage()).orElse(""));
        }
    }

    private static boolean lost(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith(CONNECTION_LOST);
    }
}
