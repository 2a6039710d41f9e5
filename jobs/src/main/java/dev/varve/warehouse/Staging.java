package dev.varve.warehouse;

import dev.varve.lake.CommitPoint;
import dev.varve.lake.LakeRow;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.SomeKeys;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of one warehouse table for one round of a manifest, in a temporary table of the load's transaction, and what must hold
 * of them before and after they are applied.
 *
 * @param tables the names of the temporary tables
 * @param work the load, for messages
 * @param key the columns that tell one source row from all others
 * @param kind how many rounds the manifest has
 */
record Staging(TemporaryTables.Of tables, Work work, List<String> key, Rounds.Kind kind) {
    /** With the load's transaction. */
    Connection connection() {
        return tables.connection();
    }

    /** The table's name. */
    String stage() {
        return tables.stage();
    }

    /** The name of a table of the rows of all rounds, with {@link ModelRow#POSITION}. */
    String rounds() {
        return tables.rounds();
    }

    /** The name of a table of what is done for each key of a dimension. */
    String action() {
        return tables.action();
    }

    /** The name of a table of a fact's rows with their surrogate keys. */
    String resolved() {
        return tables.resolved();
    }

    /** Fills another of these tables with what a query makes of so many staged rows. */
    void derive(String table, long staged, String query, Object... values) throws SQLException {
        tables.tables().fill(table, query, values);
        tables.tables().analyze(table, staged);
    }

    /**
     * Copies the rows of a manifest.
     *
     * @param columns the model's, in the warehouse's types
     * @param progress is told now and then how many rows more were sent
     * @return the rounds to apply, of which one that is the only one is staged
     * @throws VarveException (refused) if the warehouse cannot keep a text
     */
    Rounds fill(TypedColumns columns, Dataset<Row> rows, LongConsumer progress) throws SQLException {
        List<String> all = new ArrayList<>(ModelRow.CONTROL);
        all.addAll(columns.names());
        return switch (kind) {
            case ONE -> {
                Dataset<Row> sent = rows.select(LakeRow.quoted(all)).drop(ModelRow.POSITION); // it says nothing
                yield Rounds.one(this, fill(stage(), columns, sent, progress));
            }
            case SEVERAL -> {
                fill(rounds(), columns, rows.select(LakeRow.quoted(all)), progress);
                yield Rounds.several(this, all);
            }
        };
    }

    private long fill(String table, TypedColumns columns, Dataset<Row> rows, LongConsumer progress)
            throws SQLException {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < columns.names().size(); i++) {
            typed.add(columns.expressions().get(i) + " AS "
                    + Names.quote(columns.names().get(i)));
        }
        tables.tables().fill(table, """
                SELECT NULL::text AS %s, NULL::timestamptz AS %s, NULL::text AS %s, NULL::integer AS %s, %s FROM %s LIMIT 0
                """.formatted(
                        ModelRow.OP,
                        ModelRow.EFFECTIVE_AT,
                        ModelRow.PRECISION,
                        ModelRow.POSITION,
                        String.join(", ", typed),
                        columns.from()));
        CommitPoint.BEFORE_COPY.reached();
        long staged = copy(table, rows, progress);
        CommitPoint.AFTER_COPY.reached();
        tables.tables().analyze(table, staged);
        return staged;
    }

    private long copy(String table, Dataset<Row> rows, LongConsumer progress) throws SQLException {
        List<String> columns = List.of(rows.columns());
        try {
            return Copy.into(connection(), table, Names.list(columns), rows.toLocalIterator(), progress);
        } catch (Copy.NulException e) {
            List<String> values =
                    key.stream().map(name -> e.value(columns.indexOf(name))).toList();
            String column = columns.get(e.column());
            throw work.refused(
                    "column " + column + " of the row whose key " + key + " is "
                            + new SomeKeys(List.of(values), 1).text()
                            + " holds a NUL character, which Postgres cannot keep",
                    "Take it out in the model, by replace(" + column + ", char(0), ''), then run "
                            + work.commandForOtherModel() + ".");
        }
    }

    /**
     * Makes sure that a model yielded each key once, and only keys of its driving table.
     *
     * @throws VarveException (refused) if not
     */
    void checkKeys() throws SQLException {
        refuse(
                "with a NULL in the key " + key,
                Names.each(key, column -> "s." + Names.quote(column) + " IS NULL", " OR "));
        refuse(
                "whose key " + key + " occurs more than once",
                "(%s) IN (SELECT %s FROM %s GROUP BY %2$s HAVING count(*) > 1)"
                        .formatted(Names.list("s", key), Names.list(key), stage()));
        refuse("whose key " + key + " the driving table does not have", "s.varve_op = 'stray'");
    }

    /**
     * Makes sure that a load left no rows as they must not be: another writer's trigger, or its rows, are in the way.
     *
     * @param one what is wrong with one such row, after its number
     * @param many what is wrong with several
     * @param alias what {@code rows} calls the table that has the key
     * @param rows what stands after FROM
     */
    void checkNone(String one, String many, String alias, String rows) throws SQLException {
        Offence.find(connection(), alias, key, rows).ifPresent(found -> {
            throw work.otherWriter(found.told(one, many));
        });
    }

    private void refuse(String what, String condition) throws SQLException {
        Offence.find(connection(), "s", key, stage() + " s WHERE " + condition).ifPresent(found -> {
            throw work.refused(
                    "its model yields " + found.told("row " + what, "rows " + what),
                    "Correct the model, then run " + work.commandForOtherModel() + ".");
        });
    }
}
