package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * A table of the warehouse as it is.
 *
 * @param schema its schema
 * @param name its name
 * @param columns its columns; none if there is no such table
 */
public record WarehouseTable(String schema, String name, List<WarehouseColumn> columns) {
    static final String VALID_FROM = "valid_from";

    private static final List<String> VERSION_CONTROL = List.of(
            VALID_FROM, "valid_to", "is_current", "is_deleted", "is_inferred", "valid_from_precision", "loaded_as_of");

    private static final List<String> ROW_CONTROL = List.of("is_deleted", "is_inferred", "loaded_as_of");
    private static final List<String> FACT_CONTROL = List.of("source_deleted_at", "loaded_as_of");
    /** When a record of a fact that keeps them all took effect. */
    static final String RECORDED_AT = "recorded_at";

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
                        """
                        SELECT column_name, data_type,
                               CASE WHEN data_type = 'numeric' THEN numeric_scale END, datetime_precision,
                               is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
                        FROM information_schema.columns WHERE table_schema = ? AND table_name = ?
                        """,
                        row -> new WarehouseColumn(
                                row.getString(1),
                                row.getString(2),
                                Optional.ofNullable(row.getObject(3, Integer.class)),
                                Optional.ofNullable(row.getObject(4, Integer.class)),
                                row.getBoolean(5)),
                        schema,
                        name));
    }

    /** Whether there is such a table, for this account. */
    public boolean exists() {
        return !columns.isEmpty();
    }

    /** The type of a column, as {@code information_schema} spells it. */
    String type(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst()
                .orElseThrow()
                .type();
    }

    /** The columns of a dimension that load fills, less its surrogate key. */
    public static List<String> control(Dimension dimension) {
        return switch (dimension.type()) {
            case TYPE_1 -> ROW_CONTROL;
            case TYPE_2 -> VERSION_CONTROL;
        };
    }

    /**
     * The columns that a dimension with such a model needs.
     *
     * @throws VarveException (usage) if one of the model's is one that load fills, of either type: under the name of a version's
     *     column nobody would take it for something else
     */
    public static List<String> columnsOf(Dimension dimension, List<String> modelColumns) {
        List<String> needed = new ArrayList<>(modelColumns);
        needed.add(dimension.surrogateKey());
        once(
                dimension.name(),
                Stream.concat(needed.stream(), VERSION_CONTROL.stream()).toList());
        needed.addAll(control(dimension));
        return needed;
    }

    /**
     * The columns that a fact with such a model needs.
     *
     * @throws VarveException (usage) if one of the model's is one that load fills
     */
    public static List<String> columnsOf(Fact fact, List<String> modelColumns) {
        List<String> needed = new ArrayList<>(FactLoad.stored(fact, modelColumns));
        fact.foreignKeys().forEach(foreignKey -> needed.add(foreignKey.column()));
        if (fact.onUpdate() == Fact.OnUpdate.VERSION) {
            needed.add(RECORDED_AT);
        }
        needed.addAll(FACT_CONTROL);
        return once(fact.name(), needed);
    }

    private static List<String> once(String name, List<String> needed) {
        Set<String> seen = new HashSet<>();
        needed.stream().filter(column -> !seen.add(column)).findFirst().ifPresent(column -> {
            throw VarveException.usage("Cannot use the model of " + name + ": it yields '" + column
                    + "', and load fills that column itself. Name the column otherwise.");
        });
        return needed;
    }

    /**
     * Makes sure that the table has the columns given.
     *
     * @param work what they are needed for
     * @throws VarveException (usage) that names those it lacks
     */
    public void require(Work work, List<String> needed) {
        List<String> missing = missing(needed);
        if (!missing.isEmpty()) {
            String reason = exists()
                    ? schema + "." + name + " lacks the columns " + missing
                    : "there is no table " + schema + "." + name + ", or the account may not see it";
            throw work.usage(reason, "Add a migration for it, then run " + work.command() + ".");
        }
    }

    /** Those of the columns given that the table lacks; all of them if there is no such table. */
    List<String> missing(List<String> needed) {
        Set<String> names = columns.stream().map(WarehouseColumn::name).collect(Collectors.toSet());
        return needed.stream().filter(column -> !names.contains(column)).toList();
    }

    /**
     * Makes sure that a dimension's unknown and inferred members, which have no attributes, can be stored.
     *
     * @param work what they are stored for
     * @throws VarveException (usage) that names the first column that asks for a value
     */
    public void requireOptional(Work work, List<String> modelColumns) {
        columns.stream()
                .filter(column -> column.mandatory() && modelColumns.contains(column.name()))
                .findFirst()
                .ifPresent(column -> {
                    throw work.usage(
                            "column " + column.name() + " of " + schema + "." + name
                                    + " is NOT NULL, and the unknown member has no " + column.name(),
                            "Make it nullable by a migration, then run " + work.command() + ".");
                });
    }

    /**
     * Makes sure that every column can hold what a model yields for it: lossless, or not at all (design, section 3).
     *
     * @param work what it is needed for
     * @throws VarveException (usage) that names the first column that would round or cut values
     */
    public void requireLossless(Work work, StructType model) {
        for (WarehouseColumn column : columns) {
            Arrays.stream(model.fields())
                    .filter(field -> field.name().equals(column.name()))
                    .forEach(field -> column.loses(field.dataType()).ifPresent(why -> {
                        throw work.usage(
                                "the model yields " + column.name() + " as "
                                        + field.dataType().simpleString() + ", and a column of type "
                                        + column.describe() + " in " + schema + "." + name + " " + why,
                                "Cast it in the model, or change the column by a migration, then run " + work.command()
                                        + ".");
                    }));
        }
    }

    /**
     * Makes sure that a fact's model yields values for this dimension's key that are not rounded or cut when they look up a
     * member.
     *
     * @param work what they are looked up for
     * @throws VarveException (usage) that names the first column that would be
     */
    public void requireLosslessKey(Work work, Dimension dimension, ForeignKey foreignKey, StructType factModel) {
        StructType key = new StructType();
        for (int i = 0; i < dimension.key().size(); i++) {
            key = key.add(
                    dimension.key().get(i),
                    factModel.apply(foreignKey.key().get(i)).dataType());
        }
        requireLossless(work, key);
    }
}
