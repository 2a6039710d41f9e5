package dev.varve.pipeline;

/**
 * Which complete copies of a table a prune leaves beside its first and its newest one. Both count back from the last
 * ingested interval, its own day and month included.
 *
 * @param days of this many days the newest copy
 * @param months of this many months the newest copy
 */
public record KeepSnapshots(int days, int months) {
    /** Where a pipeline file says nothing. */
    public static final KeepSnapshots DEFAULT = new KeepSnapshots(35, 24);
}
