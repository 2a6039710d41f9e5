package dev.varve.datagen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A day's transactions, from 08:00 to 17:00, written in batches: memory does not grow with their number. */
final class Trades {
    private static final int BATCH = 1_000;
    private static final LocalTime OPENING = LocalTime.of(8, 0);
    private static final int OPEN_SECONDS = 9 * 60 * 60;
    private static final double WITHOUT_USER = 0.01;
    private static final double SELLING = 0.3;

    private final Connection connection;
    private final int[] traders;
    private final List<String> stockIds;

    /** Trades of these users, onlookers left out unless there is nobody else, in these stocks. */
    Trades(Connection connection, int[] userIds, List<String> stockIds) {
        this.connection = connection;
        int[] trading = IntStream.of(userIds).filter(id -> !Users.onlooks(id)).toArray();
        this.traders = trading.length > 0 ? trading : userIds;
        this.stockIds = List.copyOf(stockIds);
    }

    /** Inserts {@code count} transactions whose times rise with their ids; returns how many: none without a stock. */
    int insert(LocalDate day, int firstId, int count, SplittableRandom random) throws SQLException {
        int trades = stockIds.isEmpty() ? 0 : count;
        LocalDateTime opening = day.atTime(OPENING);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date)"
                        + " VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < trades; i++) {
                insert.setInt(1, firstId + i);
                bind(insert, random);
                insert.setObject(5, opening.plusSeconds((long) ((i + random.nextDouble()) * OPEN_SECONDS / trades)));
                insert.addBatch();
                if (i % BATCH == BATCH - 1) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        return trades;
    }

    private void bind(PreparedStatement insert, SplittableRandom random) throws SQLException {
        if (traders.length == 0 || random.nextDouble() < WITHOUT_USER) {
            insert.setNull(2, Types.INTEGER);
        } else {
            insert.setInt(2, traders[random.nextInt(traders.length)]);
        }
        insert.setString(3, stockIds.get(random.nextInt(stockIds.size())));
        int quantity = 1 + random.nextInt(100);
        insert.setInt(4, random.nextDouble() < SELLING ? -quantity : quantity);
    }
}
