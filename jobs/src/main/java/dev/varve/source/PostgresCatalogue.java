package dev.varve.source;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the catalogue says of the tables and views of one schema, in the connection's transaction. */
final class PostgresCatalogue {
    private static final String OF_THE_TABLE = """
            c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = ?)
            AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            """;

    /** Rows of a foreign table, or of a partition or an heir that is one, come from another server's transaction. */
    private static final String TABLE = """
            SELECT row_security_active(c.oid),
                   EXISTS (WITH RECURSIVE below AS (
                             SELECT c.oid UNION SELECT i.inhrelid FROM below b JOIN pg_inherits i ON i.inhparent = b.oid)
                           SELECT FROM below b JOIN pg_class f ON f.oid = b.oid WHERE f.relkind = 'f')
            FROM pg_class c WHERE
            """ + OF_THE_TABLE;

    /** A domain counts as what it is over, however many of them lie on one another. */
    private static final String COLUMNS = """
            WITH RECURSIVE typed AS (
              SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              WHERE a.attnum > 0 AND NOT a.attisdropped AND
            """ + OF_THE_TABLE + """
              UNION ALL
              SELECT d.attrelid, d.attnum, d.attname, t.typbasetype, t.typtypmod
              FROM typed d JOIN pg_type t ON t.oid = d.atttypid AND t.typtype = 'd')
            SELECT d.attname, format_type(t.oid, d.atttypmod), t.typtype, t.typname, d.atttypmod,
                   has_column_privilege(d.attrelid, d.attnum, 'SELECT')
            FROM typed d JOIN pg_type t ON t.oid = d.atttypid AND t.typtype <> 'd'
            ORDER BY d.attnum
            """;

    /** Without columns that an index only carries; tables that inherit have keys of their own. */
    private static final String PRIMARY_KEY = """
            SELECT a.attname
            FROM pg_class c
            JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indisvalid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            WHERE (c.relkind = 'p' OR NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid)) AND
            """ + OF_THE_TABLE;

    private final Connection connection;
    private final Endpoint endpoint;

    private final String schema;

    /** @param schema empty if there is none by the name that the endpoint gives it */
    PostgresCatalogue(Connection connection, Endpoint endpoint, String schema) {
        this.connection = connection;
        this.endpoint = endpoint;
        this.schema = schema;
    }

    /**
     * The columns of a table.
     *
     * @throws VarveException if there is no such table, its rows are hidden, or a column cannot be read
     */
    TableSchema schema(String table) throws SQLException {
        checkTable(table);
        List<Column> columns = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        try (PreparedStatement statement = ofTheTable(COLUMNS, table);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                columns.add(column(table, row));
                if (!row.getBoolean(6)) {
                    denied.add(row.getString(1));
                }
            }
        }
        checkColumns(table, columns, denied);
        return new TableSchema(table, columns);
    }

    private static Column column(String table, ResultSet row) throws SQLException {
        String name = row.getString(1);
        String type = row.getString(2);
        return PostgresTypes.lakeType(row.getString(3), row.getString(4), row.getInt(5))
                .map(lakeType -> new Column(name, type, lakeType))
                .orElseThrow(() -> Column.withoutMapping(table, name, type));
    }

    private void checkTable(String table) throws SQLException {
        try (PreparedStatement statement = ofTheTable(TABLE, table);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw missing(table);
            }
            if (row.getBoolean(1)) {
                throw VarveException.refused("Cannot read table " + table + ": its row-level security applies to user '"
                        + endpoint.user()
                        + "', and rows that it hides would look deleted. Read as a user with BYPASSRLS,"
                        + " or leave the table out of the pipeline.");
            }
            if (row.getBoolean(2)) {
                throw VarveException.usage("Cannot read table " + table + ": it is a foreign table or has one below"
                        + " it, whose rows are not of this server's snapshot. Read them where they are.");
            }
        }
    }

    private VarveException missing(String table) {
        String problem = schema.isEmpty()
                ? " has no schema by the currentSchema of its URL, or may not use it. Correct the URL, or grant USAGE."
                : " has no such table in schema '" + schema
                        + "'. Correct the pipeline file, or the currentSchema of the URL.";
        return VarveException.usage("Cannot read table " + table + ": " + endpoint.display() + problem);
    }

    private void checkColumns(String table, List<Column> columns, List<String> denied) {
        if (!denied.isEmpty()) {
            throw VarveException.failed("Cannot read table " + table + ": user '" + endpoint.user()
                    + "' may not select its columns " + denied + ". Grant SELECT on it.");
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw VarveException.usage("Cannot read table " + table + ": another of its columns differs from "
                        + column.name() + " in capitals only, which models cannot tell apart. Read a view of it.");
            }
        }
    }

    /** Whether these are the columns of the table's primary key: unique, and never NULL. */
    boolean isPrimaryKey(String table, List<String> columns) throws SQLException {
        Set<String> primary = new HashSet<>();
        try (PreparedStatement statement = ofTheTable(PRIMARY_KEY, table);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                primary.add(row.getString(1));
            }
        }
        return primary.equals(Set.copyOf(columns));
    }

    private PreparedStatement ofTheTable(String sql, String table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, schema);
        statement.setString(2, table);
        return statement;
    }
}
