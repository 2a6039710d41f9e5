package dev.varve.datagen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Iterator;
import java.util.function.IntConsumer;

/** Writes transactions with INSERT, many to a statement: every server takes that. */
final class TradeBatches {
    private static final int ROWS = 1_000;

    private final Connection connection;

    TradeBatches(Connection connection) {
        this.connection = connection;
    }

    void write(Iterator<Trade> trades, IntConsumer written) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date)"
                        + " VALUES (?, ?, ?, ?, ?)")) {
            while (trades.hasNext()) {
                int rows = 0;
                while (rows < ROWS && trades.hasNext()) {
                    add(insert, trades.next());
                    rows++;
                }
                insert.executeBatch();
                written.accept(rows);
            }
        }
    }

    private static void add(PreparedStatement insert, Trade trade) throws SQLException {
        insert.setInt(1, trade.transactionId());
        if (trade.userId().isPresent()) {
            insert.setInt(2, trade.userId().getAsInt());
        } else {
            insert.setNull(2, Types.INTEGER);
        }
        insert.setString(3, trade.stockId());
        insert.setInt(4, trade.quantity());
        insert.setObject(5, trade.at());
        insert.addBatch();
    }
}
