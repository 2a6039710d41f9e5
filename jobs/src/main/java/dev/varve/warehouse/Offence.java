package dev.varve.warehouse;

import dev.varve.pipeline.SomeKeys;
import dev.varve.warehouse.Finding.Example;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that must not be there.
 *
 * @param rows how many there are, at least one
 * @param keys their keys
 */
record Offence(long rows, SomeKeys keys) {
    /**
     * Looks for such rows.
     *
     * @param alias what {@code rows} calls the table that has the key
     * @param rows what stands after FROM
     * @return empty if there are none
     */
    static Optional<Offence> find(Connection connection, String alias, List<String> key, String rows)
            throws SQLException {
        List<List<String>> first = new ArrayList<>();
        return Sql.query(
                        connection,
                        """
                        SELECT ARRAY[%s], sum(count(*)) OVER (), count(*) OVER () FROM %s GROUP BY %s ORDER BY %3$s LIMIT %d
                        """.formatted(
                                        Names.each(
                                                key,
                                                name -> "coalesce(" + Comparison.text(alias + "." + Names.quote(name))
                                                        + ", 'NULL')",
                                                ", "),
                                        rows,
                                        Names.list(alias, key),
                                        SomeKeys.MOST),
                        row -> {
                            first.add(Example.key(row.getArray(1)));
                            return new Offence(row.getLong(2), new SomeKeys(first, row.getLong(3)));
                        })
                .stream()
                .reduce((one, next) -> next);
    }

    /** {@code 2 rows whose key occurs more than once: 1, 2}, as {@code many} says it, or {@code one} of one row. */
    String told(String one, String many) {
        return rows + " " + (rows == 1 ? one : many) + ": " + keys.text();
    }
}
