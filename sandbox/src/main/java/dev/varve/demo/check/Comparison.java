package dev.varve.demo.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query in the source says equals what one in the warehouse says. Both yield the same columns in the same order, the
 * first of them a key; times as text in UTC.
 *
 * @param name what holds if they are equal
 * @param expected SQL for the source
 * @param actual SQL for the warehouse, without an order
 */
record Comparison(String name, String expected, String actual) implements Check {
    private static final int FETCH = 5_000;

    /** Takes one row. */
    private interface Row {
        void take(String key, List<@Nullable String> values);
    }

    @Override
    public CheckResult run(Databases databases) throws SQLException {
        // MySQL's driver streams with this one fetch size only.
        try (Statement source = statement(databases.source(), Integer.MIN_VALUE);
                Statement warehouse = statement(databases.warehouse(), FETCH);
                ResultSet wanted = source.executeQuery(expected)) {
            Difference difference = new Difference(columns(wanted.getMetaData()));
            each(wanted, difference::expect);
            try (ResultSet found = warehouse.executeQuery(actual + " ORDER BY 1")) {
                each(found, difference::meet);
            }
            return difference.result();
        }
    }

    private static Statement statement(Connection connection, int fetchSize) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(fetchSize);
        return statement;
    }

    private static List<String> columns(ResultSetMetaData data) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 2; i <= data.getColumnCount(); i++) {
            columns.add(data.getColumnLabel(i));
        }
        return columns;
    }

    private static void each(ResultSet rows, Row row) throws SQLException {
        int count = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<@Nullable String> values = new ArrayList<>(count);
            for (int i = 2; i <= count; i++) {
                values.add(rows.getString(i));
            }
            row.take(String.valueOf(rows.getString(1)), values);
        }
    }
}
