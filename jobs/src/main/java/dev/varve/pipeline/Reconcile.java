package dev.varve.pipeline;

import java.time.LocalDate;
import java.time.temporal.IsoFields;

/** How often a complete snapshot replaces a cursor's read; only such a read finds deletes. */
public enum Reconcile {
    DAILY {
        @Override
        public boolean due(LocalDate lastComplete, LocalDate today) {
            return today.isAfter(lastComplete);
        }
    },
    WEEKLY {
        @Override
        public boolean due(LocalDate lastComplete, LocalDate today) {
            return week(today) > week(lastComplete);
        }
    },
    NEVER {
        @Override
        public boolean due(LocalDate lastComplete, LocalDate today) {
            return false;
        }
    };

    /** Whether a read on the local day {@code today} must be complete; weeks start on Monday (ISO 8601). */
    public abstract boolean due(LocalDate lastComplete, LocalDate today);

    private static int week(LocalDate day) {
        return day.get(IsoFields.WEEK_BASED_YEAR) * 100 + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }
}
