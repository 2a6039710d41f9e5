package dev.varve.datagen;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code Stock}, those that are away, and the price log. */
final class StockTable {
    /** One stock; a price that somebody set to NULL reads as 0. */
    record Stock(String stockId, String company, String category, long cents) {
        Stock withCompany(String newCompany) {
            return new Stock(stockId, newCompany, category, cents);
        }

        Stock withCents(long newCents) {
            return new Stock(stockId, company, category, newCents);
        }
    }

    private final Connection connection;

    StockTable(Connection connection) {
        this.connection = connection;
    }

    List<Stock> listed() throws SQLException {
        return read("SELECT stock_id, COALESCE(company, ''), COALESCE(category, ''), COALESCE(price, 0)"
                + " FROM Stock ORDER BY stock_id");
    }

    List<Stock> away() throws SQLException {
        return read("SELECT stock_id, COALESCE(company, ''), COALESCE(category, ''), COALESCE(price, 0)"
                + " FROM datagen_delisted ORDER BY stock_id");
    }

    void insert(List<Stock> stocks) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO Stock (stock_id, company, category, price) VALUES (?, ?, ?, ?)")) {
            for (Stock stock : stocks) {
                insert.setString(1, stock.stockId());
                insert.setString(2, stock.company());
                insert.setString(3, stock.category());
                insert.setBigDecimal(4, BigDecimal.valueOf(stock.cents(), 2));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The row leaves Stock and is kept as it was. */
    void delist(Stock stock, LocalDate day) throws SQLException {
        update(
                "INSERT INTO datagen_delisted (stock_id, company, category, price, delisted_on)"
                        + " SELECT stock_id, company, category, price, ? FROM Stock WHERE stock_id = ?",
                day,
                stock.stockId());
        update("DELETE FROM Stock WHERE stock_id = ?", stock.stockId());
    }

    /** The row comes back as it was. */
    void relist(Stock stock) throws SQLException {
        update(
                "INSERT INTO Stock (stock_id, company, category, price)"
                        + " SELECT stock_id, company, category, price FROM datagen_delisted WHERE stock_id = ?",
                stock.stockId());
        update("DELETE FROM datagen_delisted WHERE stock_id = ?", stock.stockId());
    }

    void rename(Stock stock) throws SQLException {
        update("UPDATE Stock SET company = ? WHERE stock_id = ?", stock.company(), stock.stockId());
    }

    void reprice(List<Stock> stocks) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE Stock SET price = ? WHERE stock_id = ?")) {
            for (Stock stock : stocks) {
                update.setBigDecimal(1, BigDecimal.valueOf(stock.cents(), 2));
                update.setString(2, stock.stockId());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Every listed stock's price goes into the day's price log. */
    void logPrices(LocalDate day) throws SQLException {
        update("INSERT INTO datagen_price (day, stock_id, price) SELECT ?, stock_id, price FROM Stock", day);
    }

    private List<Stock> read(String sql) throws SQLException {
        List<Stock> stocks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                long cents = rows.getBigDecimal(4).movePointRight(2).longValueExact();
                stocks.add(new Stock(rows.getString(1), rows.getString(2), rows.getString(3), cents));
            }
        }
        return stocks;
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
