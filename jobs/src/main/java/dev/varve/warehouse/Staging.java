package dev.varve.warehouse;

import dev.varve.lake.LakeRow;
import dev.varve.model.ModelRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of one warehouse table for one manifest, in a temporary table of the load's transaction. */
final class Staging {
    /** The temporary table's name. */
    static final String TABLE = "varve_stage";

    private static final List<String> CONTROL = List.of(ModelRow.OP, ModelRow.EFFECTIVE_AT, ModelRow.PRECISION);

    private Staging() {}

    /**
     * Creates and fills the staging table.
     *
     * @param columns SQL expressions that give each of the model's columns its warehouse type, in the order of the names
     * @param from what the expressions are taken from
     * @return how many rows
     */
    static long fill(Connection connection, List<String> names, List<String> columns, String from, Dataset<Row> rows)
            throws SQLException {
        drop(connection, TABLE);
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            typed.add(columns.get(i) + " AS " + Names.quote(names.get(i)));
        }
        Sql.update(connection, """
                CREATE TEMPORARY TABLE %s ON COMMIT DROP AS
                SELECT NULL::text AS %s, NULL::timestamptz AS %s, NULL::text AS %s, %s
                FROM %s LIMIT 0
                """.formatted(
                        TABLE, ModelRow.OP, ModelRow.EFFECTIVE_AT, ModelRow.PRECISION, String.join(", ", typed), from));
        List<String> all = new ArrayList<>(CONTROL);
        all.addAll(names);
        Dataset<Row> ordered = rows.select(LakeRow.quoted(all));
        long staged = Copy.into(connection, TABLE, Names.list(all), ordered.toLocalIterator());
        Sql.update(connection, "ANALYZE " + TABLE);
        return staged;
    }

    /** Drops a temporary table of an earlier step of the same transaction. */
    static void drop(Connection connection, String table) throws SQLException {
        Sql.update(connection, "DROP TABLE IF EXISTS pg_temp." + table);
    }
}
