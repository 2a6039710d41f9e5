package dev.varve.sandbox.reference;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How a source table is captured.
 *
 * @param name the table
 * @param key its key columns; of a bag all columns
 * @param cursor absent for a comparison of snapshots
 * @param rows what tells its rows apart
 */
record TableRule(String name, List<String> key, Optional<Cursor> cursor, Rows rows) {
    /** A table with a key. */
    TableRule(String name, List<String> key, Optional<Cursor> cursor) {
        this(name, key, cursor, Rows.KEYED);
    }

    /** What tells the rows of a table apart. */
    enum Rows {
        /** Their key. */
        KEYED,
        /** What they hold, and which of the equal ones they are. */
        BAG
    }

    /** How often a complete read replaces a cursor's. */
    enum Reconcile {
        DAILY {
            @Override
            boolean isDue(LocalDate last, LocalDate today) {
                return today.isAfter(last);
            }
        },
        WEEKLY {
            @Override
            boolean isDue(LocalDate last, LocalDate today) {
                return monday(today).isAfter(monday(last));
            }
        };

        /** Whether a read of a local day must be complete, if the last complete one was on that other day. */
        abstract boolean isDue(LocalDate last, LocalDate today);

        private static LocalDate monday(LocalDate day) {
            return day.with(DayOfWeek.MONDAY);
        }
    }

    /**
     * A column that says when a row changed, and perhaps another that says when it came.
     *
     * @param zone in which the columns are written
     * @param overlap how far below the watermark a read starts
     */
    record Cursor(String column, Optional<String> createdAt, ZoneId zone, Duration overlap, Reconcile reconcile) {
        /** With the one column only. */
        Cursor(String column, ZoneId zone, Duration overlap, Reconcile reconcile) {
            this(column, Optional.empty(), zone, overlap, reconcile);
        }

        /** What a row is chosen by: when it changed, else when it came. */
        Optional<String> value(TextRow row) {
            return row.get(column).or(() -> createdAt.flatMap(row::get));
        }
    }
}
