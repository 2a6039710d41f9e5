package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.warehouse.Finding.Check;
import dev.varve.warehouse.Finding.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares the rows of a fact with those that it must have.
 *
 * @param connection of the verification
 * @param table the fact's table
 * @param fact the fact
 * @param progress hears how it goes on
 */
record FactCheck(Connection connection, WarehouseTable table, Fact fact, VerifyProgress progress) {
    private static final String EXPECTED = "varve_facts";

    /**
     * Postgres has no = for these types, or may have none, or one that looks at the area or at the number of points only: values
     * are the same if they are the same as text.
     */
    private static final Set<String> WITHOUT_EQUALITY =
            Set.of("json", "xml", "point", "polygon", "box", "circle", "path", "ARRAY", "USER-DEFINED");

    /**
     * Compares.
     *
     * @param stretched by dimension, the table of {@link ForeignKeyCheck#stretch}
     */
    List<Finding> run(AskedRows asked, Map<Integer, Manifest> manifests, Map<Dimension, String> stretched)
            throws SQLException {
        List<String> values = FactLoad.stored(fact, asked.modelColumns()).stream()
                .filter(column -> !fact.key().contains(column))
                .toList();
        new ExpectedFacts(connection, fact, asked)
                .fold(EXPECTED, manifests, folded -> progress.folding(fact.name(), folded));
        progress.comparing(fact.name());
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("other value", values);
        kinds.put("other deletion", List.of("source_deleted_at"));
        kinds.put("other origin", List.of("loaded_as_of"));
        Comparison comparison = new Comparison("fact", fact.key(), FactLoad.beyondKey(fact), kinds);
        Comparison.Result result = comparison.run(
                connection,
                comparable(comparison, EXPECTED),
                comparable(comparison, Names.qualified(table.schema(), fact.name())));
        String sums = FactSums.told(connection, table, values, EXPECTED);
        return List.of(
                new Finding(Check.FACTS, fact.name(), result.rows(), sums, result.differences()),
                new Finding(Check.FOREIGN_KEYS, fact.name(), result.rows(), "", wrongKeys(stretched)));
    }

    /** Rows as a subquery of columns that can be compared. */
    private String comparable(Comparison comparison, String rows) {
        List<String> columns = Stream.concat(comparison.match().stream(), comparison.values().stream())
                .map(column -> WITHOUT_EQUALITY.contains(table.type(column))
                        ? Names.quote(column) + "::text AS " + Names.quote(column)
                        : Names.quote(column))
                .toList();
        return "(SELECT %s FROM %s)".formatted(String.join(", ", columns), rows);
    }

    private List<Difference> wrongKeys(Map<Dimension, String> stretched) throws SQLException {
        ForeignKeyCheck check = new ForeignKeyCheck(connection, table.schema(), fact, EXPECTED);
        List<Difference> wrong = new ArrayList<>();
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            for (Map.Entry<Dimension, String> dimension : stretched.entrySet()) {
                if (dimension.getKey().name().equals(foreignKey.dimension())) {
                    wrong.addAll(check.wrong(foreignKey, dimension.getKey(), dimension.getValue()));
                }
            }
        }
        return wrong;
    }
}
