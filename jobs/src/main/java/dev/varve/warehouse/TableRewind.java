package dev.varve.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes one table back to a load, inside the rewind's transaction: rows of later loads go, every other row gets its oldest
 * before-image since then. A column that a migration has added since keeps its value. Images of loads that were deleted from
 * the ledger by hand are not looked at: what else those loads did is not taken back either.
 */
final class TableRewind {
    /** The labels of the later loads. */
    private static final String LATER = "(SELECT as_of FROM varve.load WHERE pipeline = ? AND number > ?)";

    /**
     * A column that can be written.
     *
     * @param name its name
     * @param identity whether the server numbers it
     */
    private record Column(String name, boolean identity) {}

    private final Connection connection;
    private final String pipeline;
    private final String name;
    private final String table;
    private final List<String> identity;
    private final int number;
    private final List<Column> columns;

    /**
     * Of one table.
     *
     * @param schema the table's schema
     * @param name its name
     * @param identity the columns that tell one of its rows from all others, and never change
     * @param number the load to go back to
     */
    TableRewind(Connection connection, String pipeline, String schema, String name, List<String> identity, int number)
            throws SQLException {
        this.connection = connection;
        this.pipeline = pipeline;
        this.name = name;
        this.table = Names.qualified(schema, name);
        this.identity = identity;
        this.number = number;
        this.columns = Sql.query(connection, """
                SELECT column_name, is_identity = 'YES' FROM information_schema.columns
                WHERE table_schema = ? AND table_name = ? AND is_generated = 'NEVER' ORDER BY ordinal_position
                """, row -> new Column(row.getString(1), row.getBoolean(2)), schema, name);
    }

    /** What is to be done. */
    Rewinding.Table plan() throws SQLException {
        Sql.update(connection, "DROP TABLE IF EXISTS pg_temp.varve_restored");
        Sql.update(
                connection,
                """
                CREATE TEMPORARY TABLE varve_restored ON COMMIT DROP AS
                SELECT n.*, e.loaded_as_of IS NULL AS varve_gone
                FROM (SELECT DISTINCT ON (%1$s) %1$s, u.before AS varve_before
                      FROM varve.undo u JOIN varve.load l ON l.pipeline = u.pipeline AND l.number = u.number
                      CROSS JOIN LATERAL json_populate_record(NULL::%2$s, u.before) i
                      WHERE u.pipeline = ? AND u.number > ? AND u.table_name = ? AND i.loaded_as_of NOT IN %3$s
                      ORDER BY %1$s, u.number, u.position) oldest
                LEFT JOIN %2$s e ON %4$s AND e.loaded_as_of NOT IN %3$s
                CROSS JOIN LATERAL json_populate_record(e.*, oldest.varve_before) n
                """.formatted(Names.list("i", identity), table, LATER, Names.equal("e", "oldest", identity)),
                pipeline,
                number,
                name,
                pipeline,
                number,
                pipeline,
                number);
        Sql.update(connection, "ANALYZE varve_restored");
        return new Rewinding.Table(
                name,
                Sql.number(
                        connection,
                        "SELECT count(*) FROM " + table + " WHERE loaded_as_of IN " + LATER,
                        pipeline,
                        number),
                Sql.number(connection, "SELECT count(*) FROM varve_restored WHERE NOT varve_gone"),
                Sql.number(connection, "SELECT count(*) FROM varve_restored WHERE varve_gone"));
    }

    /** Does it, and returns what was done. The rows of later loads go first: they take the place of what comes back. */
    Rewinding.Table apply() throws SQLException {
        Rewinding.Table planned = plan();
        Sql.update(connection, "DELETE FROM " + table + " WHERE loaded_as_of IN " + LATER, pipeline, number);
        List<String> changeable = columns.stream()
                .filter(column -> !column.identity() && !identity.contains(column.name()))
                .map(Column::name)
                .toList();
        String assignments =
                Names.each(changeable, column -> Names.quote(column) + " = r." + Names.quote(column), ", ");
        Sql.update(
                connection,
                "UPDATE %s d SET %s FROM varve_restored r WHERE %s AND NOT r.varve_gone"
                        .formatted(table, assignments, Names.equal("d", "r", identity)));
        String all = Names.list(columns.stream().map(Column::name).toList());
        Sql.update(
                connection,
                "INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM varve_restored WHERE varve_gone"
                        .formatted(table, all));
        return planned;
    }
}
