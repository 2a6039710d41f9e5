package dev.varve.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The query that reads a table, or the rows of it from a bound on.
 *
 * @param sql with a parameter for each value
 * @param values what is bound to the parameters
 */
record TableQuery(String sql, List<Object> values) {
    /** How a database's SQL writes what the query names. */
    interface Dialect {
        /** The expression that selects a column without loss. */
        String select(Column column);

        /** A table's name, quoted. */
        String table(String name);

        /** A column's name, quoted. */
        String column(String name);

        /** An instant as the driver takes it. */
        Object instant(Instant instant);
    }

    static TableQuery of(TableSchema schema, Optional<LowerBound> bound, Dialect dialect) {
        String select = schema.columns().stream()
                .map(dialect::select)
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + dialect.table(schema.table())));
        return new TableQuery(
                select
                        + bound.map(lower -> " WHERE " + lower.condition(dialect::column))
                                .orElse(""),
                bound.map(lower -> lower.values(dialect::instant)).orElse(List.of()));
    }

    /** The statement, with its values bound. */
    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    /** The statement that asks how the server would run it. */
    TableQuery explained(String explain) {
        return new TableQuery(explain + " " + sql, values);
    }
}
