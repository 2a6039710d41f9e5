package dev.varve.warehouse;

import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A key as a user types it, one text a column, and as the warehouse writes it. */
final class KeyValues {
    private static final String NOT_OF_ITS_TYPE = "22"; // data exceptions

    private KeyValues() {}

    /**
     * The values as the columns' types write them.
     *
     * @throws VarveException (usage) if there are too few or too many, or one is none of its column's type
     */
    static List<String> parse(
            Connection connection, String pipeline, WarehouseTable table, List<String> columns, List<String> texts)
            throws SQLException {
        String cannot = "Cannot explain " + table.name() + " of pipeline " + pipeline + ": ";
        if (texts.size() != columns.size()) {
            throw VarveException.usage(cannot + "its key is " + columns + ", and "
                    + (texts.size() == 1 ? "1 value was" : texts.size() + " values were")
                    + " given. Give one for each column.");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(parse(connection, cannot, table, columns.get(i), texts.get(i)));
        }
        return values;
    }

    private static String parse(Connection connection, String cannot, WarehouseTable table, String column, String text)
            throws SQLException {
        // A cast would cut a text that is too long; the type of a union does not.
        String sql = "SELECT value::text FROM (SELECT %1$s AS value FROM %2$s WHERE false UNION ALL SELECT ?) typed"
                .formatted(Names.quote(column), Names.qualified(table.schema(), table.name()));
        try {
            return Sql.query(connection, sql, row -> row.getString(1), new Sql.Untyped(text))
                    .get(0);
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith(NOT_OF_ITS_TYPE)) {
                throw e;
            }
            throw VarveException.usage(cannot + "'" + text + "' is no " + table.type(column) + ", which " + column
                    + " is. Correct the key.");
        }
    }
}
