package dev.varve.warehouse;

import dev.varve.lake.CommitPoint;
import dev.varve.lake.LakeRow;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.VarveException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of one warehouse table for one manifest, in a temporary table of the load's transaction. */
final class Staging {
    private Staging() {}

    /**
     * Fills the staging table.
     *
     * @param work the temporary tables
     * @param columns SQL expressions that give each of the model's columns its warehouse type, in the order of the names
     * @param from what the expressions are taken from
     * @param progress is told now and then how many rows more were sent
     * @return how many rows
     */
    static long fill(
            TemporaryTables.Of work,
            List<String> names,
            List<String> columns,
            String from,
            Dataset<Row> rows,
            LongConsumer progress)
            throws SQLException {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            typed.add(columns.get(i) + " AS " + Names.quote(names.get(i)));
        }
        work.tables().fill(work.stage(), """
                SELECT NULL::text AS %s, NULL::timestamptz AS %s, NULL::text AS %s, %s FROM %s LIMIT 0
                """.formatted(
                        ModelRow.OP, ModelRow.EFFECTIVE_AT, ModelRow.PRECISION, String.join(", ", typed), from));
        List<String> all = new ArrayList<>(ModelRow.CONTROL);
        all.addAll(names);
        Dataset<Row> ordered = rows.select(LakeRow.quoted(all));
        CommitPoint.BEFORE_COPY.reached();
        long staged = Copy.into(work.connection(), work.stage(), Names.list(all), ordered.toLocalIterator(), progress);
        CommitPoint.AFTER_COPY.reached();
        work.tables().analyze(work.stage(), staged);
        return staged;
    }

    /**
     * Makes sure that a model yielded each key once, and only keys of its driving table.
     *
     * @param name the dimension or fact, for messages
     * @throws VarveException (refused) if not
     */
    static void checkKeys(TemporaryTables.Of work, String name, List<String> key) throws SQLException {
        String isNull = Names.each(key, column -> Names.quote(column) + " IS NULL", " OR ");
        refuse(work, name, key, "rows with a NULL in the key", isNull);
        refuse(
                work,
                name,
                key,
                "rows whose key occurs more than once",
                "(%1$s) IN (SELECT %1$s FROM %2$s GROUP BY %1$s HAVING count(*) > 1)"
                        .formatted(Names.list(key), work.stage()));
        refuse(work, name, key, "keys that the driving table does not have", "varve_op = 'stray'");
    }

    private static void refuse(
            TemporaryTables.Of work, String name, List<String> key, String what, String condition) throws SQLException {
        String example =
                Names.each(key, column -> "coalesce(" + Names.quote(column) + "::text, 'NULL')", " || ', ' || ");
        Sql.query(
                        work.connection(),
                        "SELECT count(*), min(%s) FROM %s WHERE %s".formatted(example, work.stage(), condition),
                        row -> new Offence(row.getLong(1), String.valueOf(row.getString(2))))
                .stream()
                .filter(offence -> offence.rows() > 0)
                .forEach(offence -> {
                    throw VarveException.refused("Cannot load " + name + ": its model yields " + offence.rows() + " "
                            + what + " " + key + ", for example (" + offence.example()
                            + "). Correct the model. Nothing of this interval was loaded.");
                });
    }

    private record Offence(long rows, String example) {}
}
