package dev.varve.lake;

import java.time.Instant;

/**
 * A complete read of one table that a guard refused: {@code quarantine/<run>-<n>.json}. Nothing of its run is in the lake's history.
 *
 * @param format the version of this file's shape
 * @param pipeline the pipeline's name
 * @param table the source table
 * @param asOf the label of the interval that was not ingested
 * @param runId the run
 * @param readPoint when the source was read: its clock
 * @param reason what the guard said
 * @param rows how many rows the read had
 * @param kept whether these rows are in the quarantine: the first of a row of refusals is kept, until an ingest succeeds
 */
public record RefusedSnapshot(
        int format,
        String pipeline,
        String table,
        String asOf,
        String runId,
        Instant readPoint,
        String reason,
        long rows,
        boolean kept) {
    /** The shape that this version writes. */
    public static final int FORMAT = 1;
}
