package dev.varve.datagen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Iterator;
import java.util.function.IntConsumer;

/**
 * Writes transactions with INSERT, many to a statement: every server takes that. The statement is prepared once; the
 * driver's batches would prepare one of this length for every batch.
 */
final class TradeBatches {
    private static final int ROWS = 1_000;
    private static final int COLUMNS = 5;

    private final Connection connection;

    TradeBatches(Connection connection) {
        this.connection = connection;
    }

    void write(Iterator<Trade> trades, IntConsumer written) throws SQLException {
        Trade[] batch = new Trade[ROWS];
        try (PreparedStatement full = prepare(ROWS)) {
            while (trades.hasNext()) {
                int rows = 0;
                while (rows < ROWS && trades.hasNext()) {
                    batch[rows++] = trades.next();
                }
                if (rows == ROWS) {
                    insert(full, batch, rows);
                } else {
                    try (PreparedStatement rest = prepare(rows)) {
                        insert(rest, batch, rows);
                    }
                }
                written.accept(rows);
            }
        }
    }

    private PreparedStatement prepare(int rows) throws SQLException {
        return connection.prepareStatement(
                "INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date) VALUES "
                        + "(?, ?, ?, ?, ?), ".repeat(rows - 1) + "(?, ?, ?, ?, ?)");
    }

    private static void insert(PreparedStatement insert, Trade[] batch, int rows) throws SQLException {
        for (int i = 0; i < rows; i++) {
            bind(insert, i * COLUMNS, batch[i]);
        }
        insert.executeUpdate();
    }

    private static void bind(PreparedStatement insert, int before, Trade trade) throws SQLException {
        insert.setInt(before + 1, trade.transactionId());
        if (trade.userId().isPresent()) {
            insert.setInt(before + 2, trade.userId().getAsInt());
        } else {
            insert.setNull(before + 2, Types.INTEGER);
        }
        insert.setString(before + 3, trade.stockId());
        insert.setInt(before + 4, trade.quantity());
        insert.setObject(before + 5, trade.at());
    }
}
