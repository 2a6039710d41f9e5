package dev.varve.warehouse;

import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Statements with bound values; instants are bound as {@code timestamptz}. */
final class Sql {
    private Sql() {}

    /** A text that the server reads as whatever type it meets. */
    record Untyped(String text) {}

    /** Maps one row of a result. */
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Runs a statement and returns how many rows it touched. */
    static long update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeLargeUpdate();
        }
    }

    static <T> List<T> query(Connection connection, String sql, Mapper<T> mapper, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> result = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    result.add(mapper.map(row));
                }
            }
            return result;
        }
    }

    /** The number that a query of one row and one column yields. */
    static long number(Connection connection, String sql, Object... values) throws SQLException {
        return query(connection, sql, row -> row.getLong(1), values).get(0);
    }

    /** The first line of what the server says. */
    static String reason(SQLException e) {
        return VarveException.firstLine(e);
    }

    /** What a user can do about what the server says, with a space after it; empty if the server's words must do. */
    static String cure(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "42501" -> "Grant the warehouse's account the right. ";
            case "25006" -> "The warehouse takes no writes: point at the primary, or end its read-only mode. ";
            case "53100" -> "Make room on the warehouse's disk. ";
            default -> "";
        };
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Untyped untyped) {
                statement.setObject(i + 1, untyped.text(), Types.OTHER);
            } else {
                statement.setObject(
                        i + 1, values[i] instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : values[i]);
            }
        }
    }
}
