package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.SourceRow.Stock;
import dev.varve.sandbox.reference.SourceRow.Trade;
import dev.varve.sandbox.reference.SourceRow.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The source as it stands: only what a read can see counts, so that the tables are simply written anew before each night.
 *
 * @param stocks by id
 * @param users by id
 * @param trades by id
 */
public record SourceTables(
        SortedMap<String, Stock> stocks, SortedMap<Integer, User> users, SortedMap<Integer, Trade> trades) {
    /** Empty tables. */
    public static SourceTables empty() {
        return new SourceTables(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** Makes a database's tables equal to these, whatever they held; foreign keys are not looked at. */
    public void writeTo(Connection source) throws SQLException {
        try (Statement statement = source.createStatement()) {
            for (String sql : List.of(
                    "SET SESSION foreign_key_checks = 0",
                    "DELETE FROM Stock",
                    "DELETE FROM `User`",
                    "DELETE FROM `Transaction`")) {
                statement.execute(sql);
            }
        }
        for (Stock stock : stocks.values()) {
            insert(
                    source,
                    "INSERT INTO Stock (stock_id, company, price) VALUES (?, ?, ?)",
                    stock.id(),
                    stock.company().orElse(null),
                    stock.price().orElse(null));
        }
        for (User user : users.values()) {
            insert(
                    source,
                    "INSERT INTO `User` (user_id, name, email, updated_at) VALUES (?, ?, ?, ?)",
                    user.id(),
                    user.name(),
                    user.email().orElse(null),
                    user.cursor().map(SourceTables::utc).orElse(null));
        }
        for (Trade trade : trades.values()) {
            insert(
                    source,
                    "INSERT INTO `Transaction` (transaction_id, user_id, stock_id, quantity, transaction_date)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    trade.id(),
                    trade.user().orElse(null),
                    trade.stock(),
                    trade.quantity(),
                    trade.cursor().map(SourceTables::utc).orElse(null));
        }
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static void insert(Connection source, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = source.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
