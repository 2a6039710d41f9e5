package dev.varve.demo.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a query found wrong.
 *
 * @param count how many
 * @param lines the first few, each as one text
 */
record Examples(long count, List<String> lines) {
    Examples {
        lines = List.copyOf(lines);
    }

    /** Reads a query that yields the number of all wrong rows and one text a row. */
    static Examples read(Connection connection, String sql) throws SQLException {
        long count = 0;
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                count = rows.getLong(1);
                lines.add(String.valueOf(rows.getString(2)));
            }
        }
        return new Examples(count, lines);
    }

    /** The numbers that a query of one row yields. */
    static List<Long> numbers(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            List<Long> numbers = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                numbers.add(rows.getLong(i));
            }
            return numbers;
        }
    }
}
