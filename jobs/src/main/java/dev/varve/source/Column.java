package dev.varve.source;

import dev.varve.pipeline.VarveException;
import java.util.Set;

/**
 * A column of a source table and what it becomes in the lake.
 *
 * @param name as the source spells it
 * @param sourceType the source's own name of the type, such as {@code decimal(10,2)}
 * @param lakeType Spark SQL's name of the type that holds every value of it
 */
public record Column(String name, String sourceType, String lakeType) {
    private static final Set<String> WHOLE_NUMBERS = Set.of("smallint", "int", "bigint");

    /** Whether it holds instants. */
    public boolean holdsInstants() {
        return lakeType.equals("timestamp");
    }

    /** Whether it holds times of day and date that a zone makes instants. */
    public boolean holdsLocalTimes() {
        return lakeType.equals("timestamp_ntz");
    }

    /** Whether it holds whole numbers only. */
    public boolean holdsWholeNumbers() {
        return WHOLE_NUMBERS.contains(lakeType) || (lakeType.startsWith("decimal(") && lakeType.endsWith(",0)"));
    }

    /** What to throw for a column whose values no type of the lake is known to hold. */
    static VarveException withoutMapping(String table, String column, String sourceType) {
        return VarveException.usage("Cannot read table " + table + ": column " + column + " is of type " + sourceType
                + ", which has no mapping yet. Leave the table out of the pipeline.");
    }
}
