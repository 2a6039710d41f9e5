package dev.varve.warehouse;

import java.util.List;
import java.util.Optional;

/**
 * What loads would do, seen inside a transaction that was taken back.
 *
 * @param counts by manifest, what it would do to each table
 * @param changes the rows that would be there or be changed after all of them, by table and kind
 */
public record Trial(List<List<LoadCounts>> counts, List<Change> changes) {
    public Trial {
        counts = counts.stream().map(List::copyOf).toList();
        changes = List.copyOf(changes);
    }

    /**
     * Rows of one table that would change alike.
     *
     * @param table its name
     * @param change {@code open}, {@code infer} or {@code insert} for rows that come, else as {@code varve.undo} calls it
     * @param rows how many; one that two manifests change counts twice
     * @param samples the first of them
     */
    public record Change(String table, String change, long rows, List<Sample> samples) {
        public Change {
            samples = List.copyOf(samples);
        }
    }

    /**
     * A row that would change.
     *
     * @param before as it was before a manifest changed it; empty for one that comes
     * @param after as it would be after all manifests; empty for one that goes
     */
    public record Sample(Optional<WarehouseRow> before, Optional<WarehouseRow> after) {}
}
