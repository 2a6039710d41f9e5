package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.warehouse.Finding.Check;
import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares the rows of a dimension with those that it must have.
 *
 * @param connection of the verification
 * @param table the dimension's
 * @param progress hears how it goes on
 */
record DimensionCheck(Connection connection, DimensionTable table, VerifyProgress progress) {
    private static final String CURRENT = "varve_current";

    /** The current rows, compared with what the model says of the lake's states. */
    Finding current(Dataset<Row> rows) throws SQLException {
        Dimension dimension = table.dimension();
        List<String> columns = List.of(rows.columns());
        TypedTable expected =
                TypedTable.create(connection, CURRENT, TypedColumns.of(table.schema(), dimension, columns), List.of());
        expected.add(rows, columns, copied -> progress.copying(dimension.name(), copied));
        expected.analyze();
        progress.comparing(dimension.name());
        Map<String, List<String>> kinds = Map.of("other attribute", without(dimension.key(), columns));
        Comparison.Result result = new Comparison("current row", dimension.key(), List.of(), kinds)
                .run(connection, CURRENT, known(columns, " AND " + table.current("t") + " AND NOT t.is_inferred"));
        return new Finding(Check.CURRENT, dimension.name(), result.rows(), "", result.differences());
    }

    /**
     * All versions, or rows of type 1, compared with what follows from the layers.
     *
     * @param facts what was asked of each fact
     * @param labels of all manifests, by number
     * @param expected the table to make for the versions that there must be
     */
    Finding versions(AskedRows asked, Map<Fact, AskedRows> facts, Map<Integer, String> labels, String expected)
            throws SQLException {
        Dimension dimension = table.dimension();
        ExpectedVersions versions = new ExpectedVersions(connection, dimension, asked);
        for (Map.Entry<Fact, AskedRows> fact : facts.entrySet()) {
            for (ForeignKey foreignKey : fact.getKey().foreignKeys()) {
                if (foreignKey.dimension().equals(dimension.name())) {
                    versions.mention(foreignKey, fact.getValue());
                }
            }
        }
        versions.fold(expected, labels, folded -> progress.folding(dimension.name(), folded));
        progress.comparing(dimension.name());
        Comparison comparison = comparison(versions.attributes());
        List<String> columns = Stream.concat(comparison.match().stream(), comparison.values().stream())
                .toList();
        Comparison.Result result = comparison.run(connection, expected, known(columns, ""));
        List<Difference> differences = new ArrayList<>(result.differences());
        differences.addAll(unknown());
        return new Finding(
                switch (dimension.type()) {
                    case TYPE_1 -> Check.ROWS;
                    case TYPE_2 -> Check.VERSIONS;
                },
                dimension.name(),
                result.rows(),
                "",
                differences);
    }

    private Comparison comparison(List<String> attributes) {
        List<String> key = table.dimension().key();
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("other attribute", attributes);
        return switch (table.dimension().type()) {
            case TYPE_1 -> {
                kinds.put("other flag", List.of("is_deleted", "is_inferred"));
                kinds.put("other origin", List.of("loaded_as_of"));
                yield new Comparison("row", key, List.of(), kinds);
            }
            case TYPE_2 -> {
                kinds.put("shifted valid_to", List.of("valid_to"));
                kinds.put("other flag", List.of("is_current", "is_deleted", "is_inferred"));
                kinds.put("other origin", List.of("valid_from_precision", "loaded_as_of"));
                yield new Comparison("version", key, List.of(WarehouseTable.VALID_FROM), kinds);
            }
        };
    }

    /** The rows less the unknown member, as a subquery. */
    private String known(List<String> columns, String condition) {
        return "(SELECT %s FROM %s t WHERE %s <> %d%s)"
                .formatted(
                        Names.list(columns),
                        table.name(),
                        Names.quote(table.dimension().surrogateKey()),
                        Members.UNKNOWN,
                        condition);
    }

    /** The unknown member is there, without a key and never current. */
    private List<Difference> unknown() throws SQLException {
        Dimension dimension = table.dimension();
        long there = Sql.number(
                connection,
                "SELECT count(*) FROM %s t WHERE %s = ? AND NOT %s AND NOT is_deleted AND NOT is_inferred AND %s"
                        .formatted(
                                table.name(),
                                Names.quote(dimension.surrogateKey()),
                                table.current("t"),
                                Names.each(dimension.key(), name -> Names.quote(name) + " IS NULL", " AND ")),
                Members.UNKNOWN);
        return there == 1
                ? List.of()
                : List.of(new Difference(
                        "unknown member",
                        1,
                        List.of(new Example(
                                dimension.surrogateKey() + " " + Members.UNKNOWN,
                                "expected once, without a key and not current"))));
    }

    private static List<String> without(List<String> key, List<String> columns) {
        return columns.stream().filter(column -> !key.contains(column)).toList();
    }
}
