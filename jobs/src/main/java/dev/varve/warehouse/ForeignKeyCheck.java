package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Whether foreign keys point to the versions that they must (design, section 4). It does not look versions up as a load does:
 * each expected version's validity is stretched to its successor's start, the first one's to the beginning of time, so that
 * every event lies in exactly one; a foreign key is right if the version that it points to is that one. Loads change validity only
 * from their previous read point on, and no look-up reaches beyond its own read point, so that the versions of today decide.
 */
final class ForeignKeyCheck {
    private static final String WRONG = "varve_wrong";

    private final Connection connection;
    private final String schema;
    private final Fact fact;
    private final String expectedFacts;

    /**
     * For one fact.
     *
     * @param expectedFacts the table that {@link ExpectedFacts} made
     */
    ForeignKeyCheck(Connection connection, String schema, Fact fact, String expectedFacts) {
        this.connection = connection;
        this.schema = schema;
        this.fact = fact;
        this.expectedFacts = expectedFacts;
    }

    /** Makes a table with the surrogate key and the stretched validity of each expected version of a dimension. */
    static void stretch(Connection connection, DimensionTable table, String expected, String stretched)
            throws SQLException {
        Dimension dimension = table.dimension();
        TemporaryTables.drop(connection, stretched);
        Sql.update(
                connection,
                """
                CREATE TEMPORARY TABLE %1$s ON COMMIT DROP AS
                SELECT d.%2$s AS varve_version, e.*
                FROM (SELECT %3$s, valid_from,
                             CASE WHEN row_number() OVER version = 1 THEN '-infinity' ELSE valid_from END AS varve_since,
                             coalesce(lead(valid_from) OVER version, 'infinity') AS varve_until
                      FROM %4$s WINDOW version AS (PARTITION BY %3$s ORDER BY valid_from)) e
                LEFT JOIN %5$s d ON %6$s AND d.%2$s <> ?
                """.formatted(
                                stretched,
                                Names.quote(dimension.surrogateKey()),
                                Names.list(dimension.key()),
                                expected,
                                table.name(),
                                Names.equal("d", "e", table.identity())),
                Members.UNKNOWN);
        Sql.update(connection, "ANALYZE " + stretched);
    }

    /** The facts whose foreign key points elsewhere; {@code stretched} is the dimension's table of {@link #stretch}. */
    List<Difference> wrong(ForeignKey foreignKey, Dimension dimension, String stretched) throws SQLException {
        TemporaryTables.drop(connection, WRONG);
        String unknown = Names.each(foreignKey.key(), name -> "e." + Names.quote(name) + " IS NULL", " OR ");
        Sql.update(
                connection,
                """
                CREATE TEMPORARY TABLE %1$s ON COMMIT DROP AS
                SELECT e.*, f.%2$s AS varve_pointer, (%3$s) AS varve_unknown
                FROM %4$s e JOIN %5$s f ON %6$s
                LEFT JOIN %7$s v ON v.varve_version = f.%2$s
                WHERE CASE WHEN %3$s THEN f.%2$s IS DISTINCT FROM ?
                           ELSE v.varve_version IS NULL
                                OR NOT (%8$s AND e.varve_at >= v.varve_since AND e.varve_at < v.varve_until) END
                """.formatted(
                                WRONG,
                                Names.quote(foreignKey.column()),
                                unknown,
                                expectedFacts,
                                Names.qualified(schema, fact.name()),
                                Names.equal("f", "e", FactLoad.identity(fact)),
                                stretched,
                                Names.equal("v", dimension.key(), "e", foreignKey.key())),
                Members.UNKNOWN);
        long count = Sql.number(connection, "SELECT count(*) FROM " + WRONG);
        return count == 0
                ? List.of()
                : List.of(new Difference(
                        "wrong " + foreignKey.column(), count, examples(foreignKey, dimension, stretched)));
    }

    private List<Example> examples(ForeignKey foreignKey, Dimension dimension, String stretched) throws SQLException {
        DimensionTable table = new DimensionTable(schema, dimension);
        return Sql.query(
                connection,
                """
                SELECT ARRAY[%1$s],
                       'points to ' || coalesce((SELECT %2$s FROM %3$s v
                                                 WHERE v.%4$s = w.varve_pointer AND w.varve_pointer <> ?),
                                                CASE WHEN w.varve_pointer = ? THEN 'the unknown member' ELSE 'no version' END)
                       || ', expected ' || CASE WHEN w.varve_unknown THEN 'the unknown member' ELSE coalesce(
                           (SELECT %2$s FROM %5$s v
                            WHERE %6$s AND w.varve_at >= v.varve_since AND w.varve_at < v.varve_until), 'no version') END
                FROM (SELECT * FROM %7$s ORDER BY %8$s LIMIT %9$d) w ORDER BY %8$s
                """.formatted(
                                Names.each(fact.key(), name -> Comparison.text("w." + Names.quote(name)), ", "),
                                table.shown("v"),
                                table.name(),
                                Names.quote(dimension.surrogateKey()),
                                stretched,
                                Names.equal("v", dimension.key(), "w", foreignKey.key()),
                                WRONG,
                                Names.list(fact.key()),
                                Finding.MOST_EXAMPLES),
                row -> new Example(Example.key(row.getArray(1)), row.getString(2)),
                Members.UNKNOWN,
                Members.UNKNOWN);
    }
}
