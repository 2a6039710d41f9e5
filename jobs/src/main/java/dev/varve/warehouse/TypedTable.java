package dev.varve.warehouse;

import dev.varve.lake.LakeRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A temporary table of a verification, for rows of a model in the warehouse's types. {@link #ID} numbers them.
 *
 * @param connection with its transaction
 * @param name its name, which needs no quotes
 */
record TypedTable(Connection connection, String name) {
    static final String ID = "varve_id";

    /**
     * Creates an empty table.
     *
     * @param more further columns, each an expression with its name
     */
    static TypedTable create(Connection connection, String name, TypedColumns columns, List<String> more)
            throws SQLException {
        StringBuilder select = new StringBuilder(String.join(", ", more));
        for (int i = 0; i < columns.names().size(); i++) {
            select.append(select.isEmpty() ? "" : ", ")
                    .append(columns.expressions().get(i))
                    .append(" AS ")
                    .append(Names.quote(columns.names().get(i)));
        }
        TemporaryTables.drop(connection, name);
        Sql.update(
                connection,
                "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS SELECT %s FROM %s LIMIT 0"
                        .formatted(name, select, columns.from()));
        Sql.update(connection, "ALTER TABLE " + name + " ADD COLUMN " + ID + " bigint GENERATED ALWAYS AS IDENTITY");
        return new TypedTable(connection, name);
    }

    /** Copies rows into the columns of those names; returns how many. */
    long add(Dataset<Row> rows, List<String> columns, LongConsumer progress) throws SQLException {
        Dataset<Row> ordered = rows.select(LakeRow.quoted(columns));
        return Copy.into(connection, name, Names.list(columns), ordered.toLocalIterator(), progress);
    }

    void analyze() throws SQLException {
        Sql.update(connection, "ANALYZE " + name);
    }
}
