package dev.varve.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.varve.pipeline.VarveException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rows of a user's statement on the source or on the warehouse, streamed: memory does not grow with their number. A value is a number, a boolean, NULL or text;
 * binary is text such as {@code 0x00ff}, and an instant is ISO 8601 in UTC.
 */
public final class QueryRows implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern UTC =
            Pattern.compile("(\\d{4,}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)(?:\\+00)?");

    private final Connection connection;
    private final ResultSet rows;
    private final Server server;
    private final List<String> columns;
    private final List<Kind> kinds;

    /** The dialect's part: what it calls itself, and how it reads a value. */
    public interface Server {
        /** Makes the session read-only and runs the statement in it. */
        ResultSet ask(Connection connection, ReadOnlyStatement sql) throws SQLException;

        /** {@code source} or {@code warehouse}. */
        String word();

        /** What a column's values are, by its type. */
        Kind kind(ResultSetMetaData columns, int column) throws SQLException;

        /** Whether the server refused a write. */
        boolean refusedWrite(SQLException e);
    }

    /** What a column holds, as far as printing goes. */
    public enum Kind {
        NUMBER,
        BOOLEAN,
        INSTANT,
        BINARY,
        TEXT,
        /** Text that a driver must not convert, such as a date that no calendar has. */
        PLAIN
    }

    /**
     * The rows of a statement; takes over the connection, which is closed with them.
     *
     * @throws VarveException if the server does not run the statement
     */
    public static QueryRows open(Connection connection, Server server, ReadOnlyStatement sql) {
        boolean open = false;
        try {
            QueryRows rows = new QueryRows(connection, server.ask(connection, sql), server);
            open = true;
            return rows;
        } catch (SQLException e) {
            throw failed(server, e);
        } finally {
            if (!open) {
                end(connection, server);
            }
        }
    }

    private QueryRows(Connection connection, ResultSet rows, Server server) throws SQLException {
        this.connection = connection;
        this.rows = rows;
        this.server = server;
        ResultSetMetaData metaData = rows.getMetaData();
        List<String> names = new ArrayList<>();
        List<Kind> found = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            names.add(metaData.getColumnLabel(i));
            found.add(server.kind(metaData, i));
        }
        this.columns = List.copyOf(names);
        this.kinds = List.copyOf(found);
    }

    /** The columns' names as the statement gives them; one may occur twice. */
    public List<String> columns() {
        return columns;
    }

    /** Whether a column is to be read as numbers. */
    public boolean isNumber(int column) {
        return kinds.get(column) == Kind.NUMBER;
    }

    /** The next row, one value a column; empty after the last one. */
    public Optional<List<JsonNode>> next() {
        try {
            if (!rows.next()) {
                return Optional.empty();
            }
            List<JsonNode> values = new ArrayList<>(kinds.size());
            for (int i = 0; i < kinds.size(); i++) {
                values.add(value(i + 1, kinds.get(i)));
            }
            return Optional.of(values);
        } catch (SQLException e) {
            throw failed(server, e);
        }
    }

    private JsonNode value(int column, Kind kind) throws SQLException {
        return switch (kind) {
            case BINARY ->
                Optional.ofNullable(rows.getBytes(column))
                        .<JsonNode>map(
                                bytes -> TextNode.valueOf("0x" + HexFormat.of().formatHex(bytes)))
                        .orElse(NullNode.instance);
            case PLAIN -> plain(column).<JsonNode>map(TextNode::valueOf).orElse(NullNode.instance);
            case INSTANT ->
                plain(column)
                        .<JsonNode>map(text -> TextNode.valueOf(instant(text)))
                        .orElse(NullNode.instance);
            case NUMBER ->
                Optional.ofNullable(rows.getString(column))
                        .map(QueryRows::number)
                        .orElse(NullNode.instance);
            case BOOLEAN ->
                Optional.ofNullable(rows.getString(column))
                        .<JsonNode>map(text -> BooleanNode.valueOf(text.startsWith("t")))
                        .orElse(NullNode.instance);
            case TEXT ->
                Optional.ofNullable(rows.getString(column))
                        .<JsonNode>map(TextNode::valueOf)
                        .orElse(NullNode.instance);
        };
    }

    /** The server's own text. */
    private Optional<String> plain(int column) throws SQLException {
        return Optional.ofNullable(rows.getBytes(column)).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    /** {@code NaN} and its like stay text. */
    private static JsonNode number(String text) {
        return NUMBER.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : TextNode.valueOf(text);
    }

    private static String instant(String text) {
        return UTC.matcher(text).replaceFirst("$1T$2Z");
    }

    /** The one line for a statement that a server did not run. */
    private static VarveException failed(Server server, SQLException e) {
        String problem = "Cannot run the statement on the " + server.word() + ": ";
        if (server.refusedWrite(e)) {
            return VarveException.failed(problem + "it would write. Write with another tool; this one only reads.", e);
        }
        return VarveException.failed(
                problem + VarveException.sentence(VarveException.firstLine(e)) + " Correct the statement.", e);
    }

    /** Ends the connection at once: a server that has more rows need not send them. */
    @Override
    public void close() {
        end(connection, server);
    }

    private static void end(Connection connection, Server server) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot close the connection to the " + server.word() + ": " + VarveException.firstLine(e) + ".",
                    e);
        }
    }
}
