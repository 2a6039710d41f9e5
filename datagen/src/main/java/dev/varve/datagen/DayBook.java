package dev.varve.datagen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Optional;

/** The table {@code datagen_day}: which days are done, and the ids that come next. */
final class DayBook {
    private final Connection connection;

    DayBook(Connection connection) {
        this.connection = connection;
    }

    /** Waits for a day that another process is generating, so that two never write the same one. */
    Optional<LocalDate> lockLastDay() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT day FROM datagen_day ORDER BY day DESC LIMIT 1 FOR UPDATE")) {
            return rows.next() ? Optional.of(rows.getObject(1, LocalDate.class)) : Optional.empty();
        }
    }

    /** Whether a table of the exchange has rows. */
    boolean holdsRows() throws SQLException {
        return number("SELECT EXISTS (SELECT 1 FROM Stock) + EXISTS (SELECT 1 FROM `User`)"
                        + " + EXISTS (SELECT 1 FROM `Transaction`)")
                > 0;
    }

    /** Beyond every id ever given out, and beyond rows that somebody inserted by hand. */
    long nextUserId() throws SQLException {
        return number("SELECT GREATEST((SELECT COALESCE(MAX(next_user_id), 1) FROM datagen_day),"
                + " (SELECT COALESCE(MAX(user_id), 0) + 1 FROM `User`))");
    }

    /** As {@link #nextUserId()}. */
    long nextTransactionId() throws SQLException {
        return number("SELECT GREATEST((SELECT COALESCE(MAX(next_transaction_id), 1) FROM datagen_day),"
                + " (SELECT COALESCE(MAX(transaction_id), 0) + 1 FROM `Transaction`))");
    }

    void write(GeneratedDay day, long seed, int nextUserId, int nextTransactionId) throws SQLException {
        MarketCounts market = day.market();
        UserCounts users = day.users();
        int[] counts = {
            market.stocks(),
            market.repriced(),
            market.delisted(),
            market.returned(),
            market.renamed(),
            users.users(),
            users.added(),
            users.changed(),
            users.deleted(),
            day.transactions(),
            nextUserId,
            nextTransactionId
        };
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO datagen_day (day, seed,"
                        + " stocks, repriced, delisted, returned, renamed, users, users_added, users_changed, users_deleted,"
                        + " transactions, next_user_id, next_transaction_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setObject(1, day.day());
            insert.setLong(2, seed);
            for (int i = 0; i < counts.length; i++) {
                insert.setInt(i + 3, counts[i]);
            }
            insert.executeUpdate();
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
