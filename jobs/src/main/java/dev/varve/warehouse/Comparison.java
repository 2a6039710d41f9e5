package dev.varve.warehouse;

import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares rows that are expected with those that are there, in the warehouse, whose types say what is equal.
 *
 * @param noun what a row is, for the names of differences: {@code version}
 * @param key the columns by which a person knows a row
 * @param more those that tell rows of one key apart
 * @param kinds the other columns, by the kind of difference that they make
 */
record Comparison(String noun, List<String> key, List<String> more, Map<String, List<String>> kinds) {
    private static final String DIFFERENCES = "varve_differences";
    private static final int LONGEST = 300;

    /**
     * What came out.
     *
     * @param rows how many rows are there
     * @param differences by kind
     */
    record Result(long rows, List<Difference> differences) {
        private long count(String kind) {
            return differences.stream()
                    .filter(difference -> difference.kind().equals(kind))
                    .mapToLong(Difference::count)
                    .sum();
        }
    }

    /**
     * Compares.
     *
     * @param expected a table or a subquery, which has each key once
     * @param actual likewise, of whatever is there
     */
    Result run(Connection connection, String expected, String actual) throws SQLException {
        differ(connection, expected, actual);
        long wanted = Sql.number(connection, "SELECT count(*) FROM " + expected + " x");
        long rows = Sql.number(connection, "SELECT count(*) FROM " + actual + " x");
        Result result = new Result(rows, read(connection));
        if (rows - result.count(tooMany()) == wanted - result.count(missing())) {
            return result;
        }
        List<Difference> differences = new ArrayList<>(result.differences());
        differences.add(repeated(connection, actual));
        return new Result(rows, differences);
    }

    private String missing() {
        return "missing " + noun;
    }

    private String tooMany() {
        return noun + " too many";
    }

    private void differ(Connection connection, String expected, String actual) throws SQLException {
        List<String> all = Stream.concat(more.stream(), values().stream()).toList();
        DifferenceKinds differences = new DifferenceKinds(more);
        differences.addMissing(missing(), all);
        differences.addTooMany(tooMany(), all);
        kinds.forEach((kind, columns) -> {
            if (!columns.isEmpty()) {
                differences.addOther(kind, columns);
            }
        });
        Staging.drop(connection, DIFFERENCES);
        Sql.update(
                connection,
                """
                CREATE TEMPORARY TABLE %s ON COMMIT DROP AS
                SELECT d.position, d.kind, left(d.detail, %s) AS detail, ARRAY[%s] AS key,
                       row_number() OVER (PARTITION BY d.position ORDER BY %s) AS nth
                FROM (SELECT true AS varve_there, x.* FROM %s x) e
                FULL JOIN (SELECT true AS varve_there, x.* FROM %s x) a ON %s
                CROSS JOIN LATERAL (VALUES %s) d(position, kind, holds, detail)
                WHERE (e.varve_there IS NULL OR a.varve_there IS NULL OR %s) AND d.holds
                """.formatted(
                                DIFFERENCES,
                                LONGEST,
                                Names.each(key, name -> text(either(name)), ", "),
                                Names.each(match(), Comparison::either, ", "),
                                expected,
                                actual,
                                Names.equal("e", "a", match()),
                                differences.sql(),
                                Names.differ("e", "a", values())),
                differences.words().toArray());
    }

    /** The columns that expected and actual rows are matched by. */
    List<String> match() {
        return Stream.concat(key.stream(), more.stream()).toList();
    }

    /** The columns that are compared. */
    List<String> values() {
        return kinds.values().stream().flatMap(List::stream).toList();
    }

    /** Beyond {@link #LONGEST} a value says no more to a person. */
    static String text(String expression) {
        return "left(" + expression + "::text, " + LONGEST + ")";
    }

    private static String either(String column) {
        return "coalesce(e.%1$s, a.%1$s)".formatted(Names.quote(column));
    }

    private static List<Difference> read(Connection connection) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, List<Example>> examples = new LinkedHashMap<>();
        Sql.query(connection, """
                SELECT d.kind, n.count, d.key, d.detail
                FROM %1$s d JOIN (SELECT position, count(*) AS count FROM %1$s GROUP BY position) n USING (position)
                WHERE d.nth <= %2$d ORDER BY d.position, d.nth
                """.formatted(DIFFERENCES, Finding.MOST_EXAMPLES), row -> {
            counts.put(row.getString(1), row.getLong(2));
            return examples.computeIfAbsent(row.getString(1), kind -> new ArrayList<>())
                    .add(new Example(Example.key(row.getArray(3)), row.getString(4)));
        });
        return counts.entrySet().stream()
                .map(kind ->
                        new Difference(kind.getKey(), kind.getValue(), examples.getOrDefault(kind.getKey(), List.of())))
                .toList();
    }

    /** A row that is there twice matches the one that is expected, twice. */
    private Difference repeated(Connection connection, String actual) throws SQLException {
        List<Example> examples = new ArrayList<>();
        List<Long> counts = Sql.query(
                connection,
                """
                SELECT ARRAY[%1$s], count(*), count(*) OVER () FROM %2$s x
                GROUP BY %3$s HAVING count(*) > 1 ORDER BY %3$s LIMIT %4$d
                """.formatted(
                                Names.each(match(), name -> text(Names.quote(name)), ", "),
                                actual,
                                Names.list(match()),
                                Finding.MOST_EXAMPLES),
                row -> {
                    examples.add(new Example(Example.key(row.getArray(1)), "is there " + row.getLong(2) + " times"));
                    return row.getLong(3);
                });
        return new Difference("repeated " + noun, counts.stream().findFirst().orElse(0L), examples);
    }
}
