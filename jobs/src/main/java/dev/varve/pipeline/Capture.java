package dev.varve.pipeline;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** How a table's changes are found (design, section 3). */
public sealed interface Capture {
    /** The word that the pipeline file and the manifest use. */
    String word();

    /** A complete snapshot each time, compared with the previous state by key and hash. */
    record SnapshotDiff() implements Capture {
        @Override
        public String word() {
            return "snapshot_diff";
        }
    }

    /**
     * The rows whose cursor is at or after the watermark less the overlap, and those whose cursor is NULL.
     *
     * @param column the cursor: a timestamp that the source sets on insert and update
     * @param overlap how far below the watermark a read starts, for rows committed late
     * @param reconcile how often a complete snapshot replaces the read
     * @param zone the zone of a zone-less cursor; absent where the source stores instants
     */
    record Cursor(String column, Duration overlap, Reconcile reconcile, Optional<ZoneId> zone) implements Capture {
        @Override
        public String word() {
            return "cursor";
        }
    }

    /**
     * A complete read each time of a table without a key, as a bag: what counts is how often each row occurs. Two columns that
     * are added to its rows tell them apart; their prefix keeps them out of what models yield.
     */
    record Append() implements Capture {
        /** 128 bits over the row as 32 hexadecimal digits. */
        public static final String ROW = "varve_row";
        /** The number of the row among those that are equal to it, from 1. */
        public static final String OCCURRENCE = "varve_occurrence";

        /** Both, which take the place of a key. */
        public static final List<String> KEY = List.of(ROW, OCCURRENCE);

        @Override
        public String word() {
            return "append";
        }
    }
}
