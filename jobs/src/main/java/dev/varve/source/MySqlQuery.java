package dev.varve.source;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Set;

/** Runs a user's statement on a MySQL-protocol server, in a session and a transaction that are read-only. */
final class MySqlQuery implements QueryRows.Server {
    private static final int READ_ONLY_TRANSACTION = 1792;
    private static final String READ_ONLY_CONNECTION = "S1009";
    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.DECIMAL,
            Types.NUMERIC,
            Types.REAL,
            Types.FLOAT,
            Types.DOUBLE);
    private static final Set<Integer> BINARY =
            Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB, Types.BIT);

    private final Endpoint endpoint;

    private MySqlQuery(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    static QueryRows open(Endpoint endpoint, ReadOnlyStatement sql) {
        sql.refuseFiles();
        return QueryRows.open(MySqlConnections.open(endpoint), new MySqlQuery(endpoint), sql);
    }

    @Override
    public ResultSet ask(Connection connection, ReadOnlyStatement sql) throws SQLException {
        refuseManyStatements(connection);
        connection.setReadOnly(true); // of the session: whatever ends the transaction starts another one like it
        try (Statement start = connection.createStatement()) {
            start.execute("START TRANSACTION READ ONLY");
        }
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        statement.setFetchSize(Integer.MIN_VALUE); // Connector/J's word for "stream, do not collect"
        statement.setMaxRows(sql.fetched());
        return statement.executeQuery(sql.text());
    }

    /** Without this right, which a session asks for at its start, the server takes one statement at a time. */
    private void refuseManyStatements(Connection connection) throws SQLException {
        if (connection
                .unwrap(JdbcConnection.class)
                .getPropertySet()
                .getBooleanProperty(PropertyKey.allowMultiQueries)
                .getValue()) {
            throw VarveException.usage("Cannot run the statement on " + endpoint.display()
                    + ": its URL has allowMultiQueries=true, with which one statement can hide others. Take it out.");
        }
    }

    @Override
    public String word() {
        return "source";
    }

    @Override
    public QueryRows.Kind kind(ResultSetMetaData columns, int column) throws SQLException {
        int type = columns.getColumnType(column);
        if (NUMBERS.contains(type)) {
            return QueryRows.Kind.NUMBER;
        }
        if (BINARY.contains(type)) {
            return QueryRows.Kind.BINARY;
        }
        return switch (columns.getColumnTypeName(column)) {
            case "TIMESTAMP" -> QueryRows.Kind.INSTANT;
            case "DATE", "DATETIME", "TIME", "YEAR" -> QueryRows.Kind.PLAIN;
            default -> QueryRows.Kind.TEXT;
        };
    }

    @Override
    public boolean refusedWrite(SQLException e) {
        return e.getErrorCode() == READ_ONLY_TRANSACTION || READ_ONLY_CONNECTION.equals(e.getSQLState());
    }
}
