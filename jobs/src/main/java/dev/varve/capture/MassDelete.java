package dev.varve.capture;

/**
 * How much of what was there goes, by a complete read or by a load, and whether that is so much that a user must approve it, as
 * after an empty or cut extract (design, section 3, rule 2).
 *
 * @param deleted how many rows or keys go
 * @param before of how many
 * @param left how many there are afterwards, new ones among them
 * @param maxFraction the part, 0 to 1, that may go without approval
 */
public record MassDelete(long deleted, long before, long left, double maxFraction) {
    /** Below this many, any part may go, unless nothing is left. */
    private static final long SMALL = 10;

    /** Whether it is refused until a user approves it. */
    public boolean needsApproval() {
        boolean emptied = left == 0 && before > 0;
        // The quotient is rounded as the fraction in the file is, so that exactly that part may go; a product is not.
        boolean massive = deleted >= SMALL && deleted / (double) before > maxFraction;
        return emptied || massive;
    }

    /** {@code 12 of 14}. */
    public String part() {
        return deleted + " of " + before;
    }

    /** What it was held against, for messages. */
    public String limit() {
        return "max_delete_fraction is " + maxFraction;
    }
}
