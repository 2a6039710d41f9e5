package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of the warehouse as it is.
 *
 * @param schema its schema
 * @param name its name
 * @param columns its columns; none if there is no such table
 */
public record WarehouseTable(String schema, String name, List<String> columns) {
    private static final List<String> DIMENSION_CONTROL = List.of(
            "valid_from",
            "valid_to",
            "is_current",
            "is_deleted",
            "is_inferred",
            "valid_from_precision",
            "loaded_as_of");
    private static final List<String> FACT_CONTROL = List.of("source_deleted_at", "loaded_as_of");

    public WarehouseTable {
        columns = List.copyOf(columns);
    }

    /** Looks a table up. */
    public static WarehouseTable of(Connection connection, String schema, String name) throws SQLException {
        return new WarehouseTable(
                schema,
                name,
                Sql.query(
                        connection,
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?",
                        row -> row.getString(1),
                        schema,
                        name));
    }

    /**
     * The columns that a dimension with such a model needs.
     *
     * @throws VarveException (usage) if the model yields one that the load fills itself
     */
    public static List<String> columnsOf(Dimension dimension, List<String> modelColumns) {
        List<String> filled = new ArrayList<>(DIMENSION_CONTROL);
        filled.add(0, dimension.surrogateKey());
        return together(dimension.name(), modelColumns, filled);
    }

    /**
     * The columns that a fact with such a model needs.
     *
     * @throws VarveException (usage) if the model yields one that the load fills itself
     */
    public static List<String> columnsOf(Fact fact, List<String> modelColumns) {
        List<String> filled = new ArrayList<>();
        fact.foreignKeys().forEach(foreignKey -> filled.add(foreignKey.column()));
        filled.addAll(FACT_CONTROL);
        return together(fact.name(), FactLoad.stored(fact, modelColumns), filled);
    }

    private static List<String> together(String name, List<String> yielded, List<String> filled) {
        List<String> taken = yielded.stream()
                .filter(column -> filled.contains(column) || column.startsWith("varve_"))
                .toList();
        if (!taken.isEmpty()) {
            throw VarveException.usage("Cannot use the model of " + name + ": it yields " + taken
                    + ", which the load fills itself. Give these columns other names.");
        }
        return Stream.concat(yielded.stream(), filled.stream()).toList();
    }

    /**
     * Makes sure that the table has the columns given.
     *
     * @throws VarveException (usage) that names those it lacks
     */
    public void require(List<String> needed) {
        List<String> missing =
                needed.stream().filter(column -> !columns.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw VarveException.usage("Cannot load " + schema + "." + name + ": "
                    + (columns.isEmpty() ? "there is no such table" : "it lacks the columns " + missing)
                    + ". Add a migration for it.");
        }
    }
}
