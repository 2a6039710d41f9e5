package dev.varve.sandbox.reference;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source as it stands: only what a read can see counts.
 *
 * @param tables by name, the rows of each by key; those of a table without one by anything
 */
public record SourceTables(Map<String, SortedMap<String, TextRow>> tables) {
    public SourceTables {
        tables = new TreeMap<>(tables);
    }

    /** The rows of a table. */
    public SortedMap<String, TextRow> of(String table) {
        return Objects.requireNonNull(tables.get(table), table);
    }
}
