package dev.varve.lake;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commit point of one ingest: lake rows exist for readers only if a manifest names their run.
 *
 * @param format the version of this file's shape
 * @param pipeline the pipeline's name
 * @param number 1, 2, 3 ... without gaps
 * @param asOf the interval's label, greater than the one before
 * @param runId the run that wrote the rows
 * @param previousReadPoint where the interval starts; absent in the first
 * @param readPoint where it ends: the source's clock, UTC, microseconds
 * @param consistency how the tables of the read hang together
 * @param approvedDeletes the tables whose mass delete a user let through
 * @param tables by name
 */
public record Manifest(
        int format,
        String pipeline,
        int number,
        String asOf,
        String runId,
        Optional<Instant> previousReadPoint,
        Instant readPoint,
        String consistency,
        List<String> approvedDeletes,
        Map<String, TableManifest> tables) {
    /** The shape that this version writes. */
    public static final int FORMAT = 1;

    public Manifest {
        approvedDeletes = List.copyOf(approvedDeletes);
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    }

    /** The rows of all its layers. */
    public long rowsChanged() {
        return tables.values().stream()
                .mapToLong(table -> table.counts().changed())
                .sum();
    }

    /** What this ingest did with a table, if it captured it. */
    public Optional<TableManifest> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }
}
