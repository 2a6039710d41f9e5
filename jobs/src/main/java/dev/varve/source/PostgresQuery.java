package dev.varve.source;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Parser;

/** Runs a user's statement on a Postgres server, in a session and a transaction that are read-only. */
public final class PostgresQuery implements QueryRows.Server {
    private static final int PAGE = 1_000;
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final Set<String> NUMBERS =
            Set.of("int2", "int4", "int8", "float4", "float8", "numeric", "oid", "serial", "bigserial", "smallserial");

    private final PostgresConnections.Role role;

    private PostgresQuery(PostgresConnections.Role role) {
        this.role = role;
    }

    /**
     * The rows of a statement.
     *
     * @throws VarveException if it is more than one statement, or the server refuses it
     */
    public static QueryRows open(Endpoint endpoint, PostgresConnections.Role role, ReadOnlyStatement sql) {
        return QueryRows.open(PostgresConnections.open(endpoint, role), new PostgresQuery(role), sql);
    }

    @Override
    public ResultSet ask(Connection connection, ReadOnlyStatement sql) throws SQLException {
        refuseManyStatements(connection, sql.text());
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
        }
        connection.setAutoCommit(false); // a server-side cursor, and a block that no statement in it can end
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        statement.setFetchSize(PAGE);
        statement.setMaxRows(sql.fetched());
        return statement.executeQuery(sql.text());
    }

    /** The driver would send them one after the other: the first could end the transaction, the second write. */
    private void refuseManyStatements(Connection connection, String sql) throws SQLException {
        boolean standard = connection.unwrap(BaseConnection.class).getStandardConformingStrings();
        int statements =
                Parser.parseJdbcSql(sql, standard, false, true, false, false).size();
        if (statements > 1) {
            throw VarveException.failed("Cannot run the statement on the " + word() + ": it is " + statements
                    + " statements. Give one at a time.");
        }
    }

    @Override
    public String word() {
        return role.word();
    }

    @Override
    public QueryRows.Kind kind(ResultSetMetaData columns, int column) throws SQLException {
        String type = columns.getColumnTypeName(column);
        if (NUMBERS.contains(type)) {
            return QueryRows.Kind.NUMBER;
        }
        return switch (type) {
            case "bool" -> QueryRows.Kind.BOOLEAN;
            case "bytea" -> QueryRows.Kind.BINARY;
            case "timestamptz" -> QueryRows.Kind.INSTANT;
            case "date", "time", "timetz", "timestamp", "interval" -> QueryRows.Kind.PLAIN;
            default -> QueryRows.Kind.TEXT;
        };
    }

    @Override
    public boolean refusedWrite(SQLException e) {
        return READ_ONLY_TRANSACTION.equals(e.getSQLState());
    }
}
