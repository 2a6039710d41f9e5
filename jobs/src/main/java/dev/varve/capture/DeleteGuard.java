package dev.varve.capture;

import dev.varve.lake.Counts;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import java.util.Set;

/** Refuses a complete read that would delete too much, as an empty or cut extract would (design, section 3, rule 2). */
final class DeleteGuard {
    /** Below this many rows a table may lose any part of itself. */
    private static final long SMALL = 10;

    private DeleteGuard() {}

    /**
     * Checks the counts of a complete read, which meets every row of the state before.
     *
     * @throws VarveException (refused) unless the table is among the approved
     */
    static void check(Table table, Counts counts, Set<String> approved) {
        long before = counts.unchanged() + counts.updated() + counts.deleted();
        boolean emptied = counts.read() == 0 && before > 0;
        boolean massive = counts.deleted() >= SMALL && part(counts.deleted(), before) > table.maxDeleteFraction();
        if ((emptied || massive) && !approved.contains(table.name())) {
            throw VarveException.refused("Cannot ingest table " + table.name() + ": the source shows " + counts.read()
                    + " rows, which would delete " + counts.deleted() + " of " + before
                    + " (max_delete_fraction is " + table.maxDeleteFraction()
                    + "). If that is right, run again with --approve-deletes " + table.name() + ".");
        }
    }

    /** The quotient is rounded as the fraction in the file is, so that exactly that part may go; a product is not. */
    private static double part(long deleted, long before) {
        return deleted / (double) before;
    }
}
