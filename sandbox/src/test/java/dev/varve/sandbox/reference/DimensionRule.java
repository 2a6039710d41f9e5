package dev.varve.sandbox.reference;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A dimension as its pipeline declares it.
 *
 * @param name the warehouse table
 * @param key its key columns
 * @param type what it keeps of the past
 * @param tracked the attributes whose change opens a version; of type 1 none
 * @param untracked those that are overwritten
 * @param model what its rows are made of
 */
record DimensionRule(
        String name, List<String> key, Type type, List<String> tracked, List<String> untracked, Model model) {
    /** One row a key, or one for each version of it. */
    enum Type {
        TYPE_1,
        TYPE_2
    }

    /** Where a dimension's rows come from. */
    sealed interface Model {}

    /** Each changed row of one table yields a row or none. */
    record FromTable(String table, Function<TextRow, Optional<TextRow>> yields) implements Model {}

    /** All rows of several tables yield all rows of the dimension; two results are compared. */
    record Joined(List<String> tables, Function<States, List<TextRow>> yields) implements Model {}

    /** Tables as they stand, by name, each by key. */
    interface States {
        /** The rows of a table. */
        SortedMap<String, TextRow> of(String table);
    }
}
