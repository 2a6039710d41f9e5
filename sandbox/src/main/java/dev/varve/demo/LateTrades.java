package dev.varve.demo;

import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the generator leaves out: the last trades of a day are in stocks that are no longer listed, the one that is away
 * longest and the one that left last. One that left before the first read becomes an inferred member, which its return
 * fills; the others' events fall between two versions.
 */
final class LateTrades {
    private final Connection source;

    LateTrades(Connection source) {
        this.source = source;
    }

    /** Moves up to two trades of a day; none on a day without trades or while no stock is away. */
    void move(LocalDate day) {
        try {
            List<String> away = texts("SELECT stock_id FROM datagen_delisted ORDER BY delisted_on, stock_id");
            List<String> trades = texts("SELECT transaction_id FROM `Transaction` WHERE transaction_date >= '" + day
                    + "' ORDER BY transaction_id DESC LIMIT 2");
            List<String> chosen = away.size() < 2 ? away : List.of(away.get(0), away.get(away.size() - 1));
            for (int i = 0; i < Math.min(chosen.size(), trades.size()); i++) {
                move(trades.get(i), chosen.get(i));
            }
        } catch (SQLException e) {
            throw VarveException.failed("Cannot move trades of " + day + " in the sandbox's MariaDB: " + e + ".", e);
        }
    }

    private void move(String trade, String stock) throws SQLException {
        try (PreparedStatement update =
                source.prepareStatement("UPDATE `Transaction` SET stock_id = ? WHERE transaction_id = ?")) {
            update.setString(1, stock);
            update.setString(2, trade);
            update.executeUpdate();
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Stream.Builder<String> texts = Stream.builder();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts.build().toList();
        }
    }
}
