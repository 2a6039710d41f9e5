package dev.varve.demo;

import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.WarehouseConnections;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The history of one stock and one user, those with the most to show, and of a stock that was away. */
final class Histories {
    private static final String TIMES = """
            to_char(d.valid_from AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS valid_from,
            to_char(d.valid_to AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS valid_to,
            """;

    private static final String FLAGS = """
            d.valid_from_precision AS precision,
            CASE WHEN d.is_inferred THEN 'inferred' WHEN d.is_current THEN 'yes' WHEN d.is_deleted THEN 'deleted'
                 ELSE '' END AS current,
            """;

    private static final String STOCK = """
            SELECT d.stock_id AS key, %s d.company, d.price, %s
                   (SELECT count(*) FROM stock.transaction_fact f WHERE f.fk_stock_id = d.sk_stock_id) AS facts
            FROM stock.stock_dim d
            WHERE d.stock_id = (SELECT s.stock_id FROM stock.stock_dim s WHERE s.stock_id IS NOT NULL GROUP BY s.stock_id
                                ORDER BY count(*) DESC, count(DISTINCT s.company) DESC, s.stock_id LIMIT 1)
            ORDER BY d.valid_from
            """.formatted(TIMES, FLAGS);

    /** One that returned, if there is one; else the trades in it came while it was away. */
    private static final String AWAY = """
            SELECT d.stock_id AS key, %s d.company, d.price, %s
                   (SELECT count(*) FROM stock.transaction_fact f WHERE f.fk_stock_id = d.sk_stock_id) AS facts
            FROM stock.stock_dim d
            WHERE d.stock_id = (SELECT s.stock_id FROM stock.stock_dim s WHERE s.stock_id IS NOT NULL GROUP BY s.stock_id
                                HAVING bool_or(s.is_deleted OR s.valid_from_precision = 'inferred')
                                ORDER BY bool_or(s.is_deleted) AND bool_or(s.is_current) DESC,
                                         bool_or(s.is_current AND NOT s.is_inferred) DESC, count(*) DESC, s.stock_id LIMIT 1)
            ORDER BY d.valid_from
            """.formatted(TIMES, FLAGS);

    private static final String USER = """
            SELECT d.user_id AS key, %s d.email AS "e-mail", %s
                   (SELECT count(*) FROM stock.transaction_fact f WHERE f.fk_user_id = d.sk_user_id) AS facts
            FROM stock.user_dim d
            WHERE d.user_id = (SELECT u.user_id FROM stock.user_dim u
                               LEFT JOIN stock.transaction_fact f ON f.fk_user_id = u.sk_user_id
                               WHERE u.user_id IS NOT NULL GROUP BY u.user_id
                               ORDER BY count(DISTINCT u.sk_user_id) DESC, count(f.transaction_id) DESC, u.user_id LIMIT 1)
            ORDER BY d.valid_from
            """.formatted(TIMES, FLAGS);

    /** The column with a company's name or an e-mail. */
    private static final int LONGEST = 2;

    private final Pipeline pipeline;
    private final PrintWriter out;

    Histories(Pipeline pipeline, PrintWriter out) {
        this.pipeline = pipeline;
        this.out = out;
    }

    void print() {
        try (Connection warehouse =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            print(warehouse, "Stock", STOCK);
            print(warehouse, "Stock that was away,", AWAY);
            print(warehouse, "User", USER);
        } catch (SQLException e) {
            throw VarveException.failed("Cannot read the histories from the sandbox's Postgres: " + e + ".", e);
        }
    }

    private void print(Connection warehouse, String what, String sql) throws SQLException {
        try (Statement statement = warehouse.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> header = new ArrayList<>();
            for (int i = 2; i <= columns; i++) {
                header.add(rows.getMetaData().getColumnLabel(i));
            }
            TextTable table = new TextTable(header, LONGEST);
            String key = "";
            while (rows.next()) {
                key = rows.getString(1);
                table.add(cells(rows, columns));
            }
            if (key.isEmpty()) {
                return;
            }
            out.println();
            out.println(what + " " + key + ", every version and the facts that point to it (times are UTC)");
            table.lines().forEach(out::println);
        }
    }

    private static List<String> cells(ResultSet rows, int columns) throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int i = 2; i <= columns; i++) {
            String text = rows.getString(i);
            cells.add(text == null ? "NULL" : text);
        }
        return cells;
    }
}
