package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.DimensionRule.States;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A fact as its pipeline declares it.
 *
 * @param name the warehouse table
 * @param table the driving table
 * @param key its key columns
 * @param foreignKeys in the order of the pipeline file
 * @param measures the other columns that are stored
 * @param eventTime the column that says when it happened
 * @param zone in which that is written
 * @param mode what an update does
 * @param yields the row or none that a changed row yields; other tables are as they stand at the end of the interval
 */
record FactRule(
        String name,
        String table,
        List<String> key,
        List<ForeignKey> foreignKeys,
        List<String> measures,
        String eventTime,
        ZoneId zone,
        Mode mode,
        BiFunction<TextRow, States, Optional<TextRow>> yields) {
    /** What an update of the source's row does to a fact. */
    enum Mode {
        OVERWRITE,
        VERSION
    }

    /**
     * Points to the version of a dimension that was valid when it happened.
     *
     * @param columns of the model that hold the dimension's key
     */
    record ForeignKey(String dimension, List<String> columns) {}
}
