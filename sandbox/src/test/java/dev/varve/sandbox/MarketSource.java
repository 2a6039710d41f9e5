package dev.varve.sandbox;

import dev.varve.sandbox.reference.SourceTables;
import dev.varve.sandbox.reference.TextRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The market's source database. Only what a read can see counts, so that its tables are simply written anew. */
final class MarketSource {
    private MarketSource() {}

    static void create(Connection source) {
        Rows.execute(
                source,
                "CREATE TABLE Item (code VARCHAR(12), slot INT, title VARCHAR(20), label VARCHAR(20), price"
                        + " DECIMAL(8,2), supplier VARCHAR(12), PRIMARY KEY (code, slot))",
                "CREATE TABLE Party (party_id VARCHAR(12) PRIMARY KEY, name VARCHAR(20), alias VARCHAR(20),"
                        + " note VARCHAR(20), grade CHAR(1) NOT NULL, updated_at TIMESTAMP(6) NULL DEFAULT NULL,"
                        + " created_at TIMESTAMP(6) NULL DEFAULT NULL)",
                "CREATE TABLE Sale (ticket VARCHAR(12), line SMALLINT, buyer VARCHAR(12), code VARCHAR(12), slot INT,"
                        + " quantity INT, state VARCHAR(4) NOT NULL, sold_at DATETIME(6) NULL,"
                        + " paid_at TIMESTAMP(6) NULL DEFAULT NULL, changed_at DATETIME(6) NULL,"
                        + " PRIMARY KEY (ticket, line))",
                "CREATE TABLE Visit (visitor VARCHAR(12), page VARCHAR(4), topic VARCHAR(4),"
                        + " seen_at TIMESTAMP(6) NULL DEFAULT NULL)");
    }

    /** Makes the tables equal to these. */
    static void write(Connection source, SourceTables tables) {
        for (var table : tables.tables().entrySet()) {
            Rows.execute(source, "DELETE FROM " + table.getKey());
            insert(source, table.getKey(), table.getValue().values());
        }
    }

    private static void insert(Connection source, String table, Collection<TextRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> columns = List.copyOf(rows.iterator().next().values().keySet());
        String one = "(" + String.join(", ", columns.stream().map(column -> "?").toList()) + ")";
        String sql = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES "
                + String.join(", ", rows.stream().map(row -> one).toList());
        try (PreparedStatement statement = source.prepareStatement(sql)) {
            int parameter = 1;
            for (TextRow row : rows) {
                for (String column : columns) {
                    statement.setString(parameter++, row.get(column).orElse(null));
                }
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
