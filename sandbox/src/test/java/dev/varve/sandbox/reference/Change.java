package dev.varve.sandbox.reference;

import java.time.Instant;
import java.util.Optional;

/**
 * A change that a read found in a table, or that a dimension is asked to follow.
 *
 * @param key of the row, as one text
 * @param before the row as it was known; empty for a new key
 * @param after the row as it is; empty for a delete
 * @param effective when it takes effect
 * @param precision how well that is known
 */
record Change(String key, Optional<TextRow> before, Optional<TextRow> after, Instant effective, String precision) {
    boolean isInitial() {
        return precision.equals("initial");
    }
}
