package dev.varve.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The sums of a fact's numeric columns: what is there beside what is expected. */
final class FactSums {
    private static final Set<String> EXACT = Set.of("smallint", "integer", "bigint", "numeric");

    private FactSums() {}

    /** {@code sum of quantity 118, expected 120}, column by column; empty if none is an exact number. */
    static String told(Connection connection, WarehouseTable table, List<String> measures, String expected)
            throws SQLException {
        Set<String> numbers = table.columns().stream()
                .filter(column -> EXACT.contains(column.type()))
                .map(WarehouseColumn::name)
                .collect(Collectors.toSet());
        List<String> columns = measures.stream().filter(numbers::contains).toList();
        if (columns.isEmpty()) {
            return "";
        }
        List<String> actual = sums(connection, columns, Names.qualified(table.schema(), table.name()));
        List<String> wanted = sums(connection, columns, expected);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String sum = "sum of " + columns.get(i) + " " + actual.get(i);
            words.add(actual.get(i).equals(wanted.get(i)) ? sum : sum + ", expected " + wanted.get(i));
        }
        return String.join("; ", words);
    }

    private static List<String> sums(Connection connection, List<String> columns, String table) throws SQLException {
        String sql = "SELECT %s FROM %s"
                .formatted(
                        Names.each(columns, name -> "coalesce(sum(" + Names.quote(name) + "), 0)::text", ", "), table);
        return Sql.query(connection, sql, row -> {
                    List<String> sums = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        sums.add(row.getString(i));
                    }
                    return List.copyOf(sums);
                })
                .get(0);
    }
}
