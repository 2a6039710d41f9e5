package dev.varve.datagen;

import dev.varve.pipeline.VarveException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/** Refuses days that cannot be generated, with the reason and what can. */
final class DayGuard {
    /** What a TIMESTAMP of MySQL holds in full days. */
    private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 2);

    private static final LocalDate LATEST = LocalDate.of(2038, 1, 18);

    private final DayBook book;

    DayGuard(DayBook book) {
        this.book = book;
    }

    static void requireDates(LocalDate first, int days) {
        if (days < 1) {
            throw VarveException.usage(
                    "Cannot generate " + first + ": the number of days is " + days + ", and must be at least 1.");
        }
        if (first.isBefore(EARLIEST) || first.isAfter(LATEST.minusDays(days - 1L))) {
            throw VarveException.usage("Cannot generate " + first + " (number of days: " + days + ")"
                    + ": a MySQL TIMESTAMP holds " + EARLIEST + " to " + LATEST + ". Choose days within these.");
        }
    }

    static void refuseDone(LocalDate day, Optional<LocalDate> last) {
        if (last.isPresent() && !day.isAfter(last.get())) {
            String done = day.equals(last.get()) ? "it" : "the later " + last.get();
            throw VarveException.refused("Cannot generate " + day + ": " + done
                    + " is already generated; the next day is " + last.get().plusDays(1) + ".");
        }
    }

    void refuseForeignRows(LocalDate day) throws SQLException {
        if (book.holdsRows()) {
            throw VarveException.refused("Cannot generate " + day + ": Stock, User or Transaction hold rows that no"
                    + " generator wrote. Use an empty database.");
        }
    }

    /** The first of so many new transactions' ids. */
    int firstTransactionId(LocalDate day, long transactions) throws SQLException {
        return first(day, "transaction_id", book.nextTransactionId(), transactions);
    }

    /** The first of so many new users' ids. */
    int firstUserId(LocalDate day, long users) throws SQLException {
        return first(day, "user_id", book.nextUserId(), users);
    }

    /** The id after the new ones must be an INT too: the books keep it. */
    static int first(LocalDate day, String column, long next, long count) {
        if (next + count > Integer.MAX_VALUE) {
            throw VarveException.refused("Cannot generate " + day + ": " + column + " is an INT, and after "
                    + (next - 1) + " there is no room for " + count
                    + " more. Ask for fewer, or start with an empty database.");
        }
        return (int) next;
    }
}
