package dev.varve.sandbox.reference;

import java.time.Instant;
import java.util.Optional;

/** A row of one of the three source tables. NULLs are empty. */
public sealed interface SourceRow {
    /** The cursor's value; a table without a cursor never has one. */
    Optional<Instant> cursor();

    /** A row of {@code Stock}. */
    record Stock(String id, Optional<String> company, Optional<String> price) implements SourceRow {
        @Override
        public Optional<Instant> cursor() {
            return Optional.empty();
        }
    }

    /** A row of {@code User}. */
    record User(int id, String name, Optional<String> email, Optional<Instant> cursor) implements SourceRow {}

    /** A row of {@code Transaction}; its cursor is its event time. */
    record Trade(int id, Optional<Integer> user, String stock, int quantity, Optional<Instant> cursor)
            implements SourceRow {}
}
