package dev.varve.pipeline;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
     * The rows whose cursor is at or after the watermark less the overlap, and those whose cursor is NULL. At least one of the
     * two columns is there.
     *
     * @param column a timestamp that the source sets on update, or a whole number that grows from insert to insert
     * @param createdAt a timestamp that the source sets on insert: the cursor of rows whose other timestamp is NULL
     * @param overlap how far below the watermark a read starts; absent for the default of the cursor's type
     * @param reconcile how often a complete snapshot replaces the read
     * @param zone the zone of zone-less timestamps; absent where the source stores instants
     */
    record Cursor(
            Optional<String> column,
            Optional<String> createdAt,
            Optional<Overlap> overlap,
            Reconcile reconcile,
            Optional<ZoneId> zone)
            implements Capture {
        public Cursor {
            if (column.isEmpty() && createdAt.isEmpty()) {
                throw new IllegalArgumentException("A cursor without a column");
            }
        }

        /** Those of the two columns that are there. */
        public List<String> columns() {
            return Stream.of(column, createdAt).flatMap(Optional::stream).toList();
        }

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
