package dev.varve.warehouse;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The before-images of the rows that one load changes in place, kept in its transaction (design, section 4, "Going back").
 * They are JSON, which keeps the text of every value as it is; only a JSON null in a column of JSON comes back as no value.
 */
final class Undo {
    private final Connection connection;
    private final String pipeline;
    private final int number;
    private final int days;

    /**
     * Of one load.
     *
     * @param number the manifest's number
     * @param days for how many days images are kept; 0 keeps none
     */
    Undo(Connection connection, String pipeline, int number, int days) {
        this.connection = connection;
        this.pipeline = pipeline;
        this.number = number;
        this.days = days;
    }

    /** Whether images are kept at all. */
    boolean isKept() {
        return days > 0;
    }

    /**
     * Keeps rows as they are. To be called before the statement that changes them, with the same condition.
     *
     * @param table its name in the pipeline file
     * @param alias what {@code rows} calls it
     * @param change an SQL expression for what is done to a row: close, fill, overwrite, ...
     * @param rows what stands after FROM: the table, what it is joined with, and which rows are changed
     * @return whether there may be rows to change; without any, the statement can be left out
     */
    boolean keep(String table, String alias, String change, String rows) throws SQLException {
        if (!isKept()) {
            return true;
        }
        long kept = Sql.update(connection, """
                INSERT INTO varve.undo (pipeline, number, table_name, change, before)
                SELECT ?, ?, ?, %s, row_to_json(%s.*) FROM %s
                """.formatted(change, alias, rows), pipeline, number, table);
        return kept > 0;
    }

    /** Removes the images of loads that lie further back than so many days, by the warehouse's clock. */
    static void forget(Connection connection, String pipeline, int days) throws SQLException {
        Sql.update(connection, """
                WITH old AS (
                    UPDATE varve.load SET undo = false
                    WHERE pipeline = ? AND undo AND loaded_at < now() - make_interval(days => ?) RETURNING number)
                DELETE FROM varve.undo u USING old WHERE u.pipeline = ? AND u.number = old.number
                """, pipeline, days, pipeline);
    }
}
