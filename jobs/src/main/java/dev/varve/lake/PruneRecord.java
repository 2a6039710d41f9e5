package dev.varve.lake;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which snapshots are left of those that manifests name, written before the others are removed. It speaks for all prunes up
 * to its own, so that a reader needs the newest one alone, and it lists what is left because that does not grow with
 * time.
 *
 * @param format the version of this file's shape
 * @param pipeline the pipeline's name
 * @param number 1, 2, 3 ...
 * @param runId the run that pruned
 * @param prunedAt when it did
 * @param through the last manifest that it looked at: the snapshots of later ones are all there
 * @param snapshots for each table that was ever captured, the manifests whose snapshots are left
 */
public record PruneRecord(
        int format,
        String pipeline,
        int number,
        String runId,
        Instant prunedAt,
        int through,
        Map<String, List<Integer>> snapshots) {
    /** The shape that this version writes. */
    public static final int FORMAT = 1;

    public PruneRecord {
        Map<String, List<Integer>> copies = new TreeMap<>();
        snapshots.forEach((table, manifests) -> copies.put(table, List.copyOf(manifests)));
        snapshots = Collections.unmodifiableMap(copies);
    }

    /** Whether the snapshot that a manifest names of a table was removed, or is about to be. */
    public boolean removed(String table, int manifest) {
        List<Integer> left = snapshots.get(table);
        return left != null && manifest <= through && !left.contains(manifest);
    }
}
