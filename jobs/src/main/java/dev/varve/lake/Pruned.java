package dev.varve.lake;

/**
 * What a prune did, or would do, at one place of the lake.
 *
 * @param kind why
 * @param place a table's folder below its zone's, or a folder of small files
 * @param what the runs, snapshots or partitions, as a person calls them
 * @param files files that are no longer in use by it, or were deleted
 * @param bytes their size
 */
public record Pruned(Kind kind, String place, String what, long files, long bytes) {
    /** Why files go. */
    public enum Kind {
        /** No manifest names the run that wrote them. */
        DEBRIS,
        /** Snapshots that the policy does not keep. */
        SNAPSHOT,
        /** Small files whose rows were written again into few. */
        COMPACT,
        /** Files that no version of a Delta table within its retention refers to. */
        VACUUM
    }
}
