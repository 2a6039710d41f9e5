package dev.varve.sandbox.reference;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What one ingest covers.
 *
 * @param asOf its label
 * @param previous the read point before; empty for the first
 * @param readPoint where it ends
 * @param zone in which the pipeline's days end
 */
record Interval(String asOf, Optional<Instant> previous, Instant readPoint, ZoneId zone) {
    /** The local day on which it ends. */
    LocalDate day() {
        return LocalDate.ofInstant(readPoint, zone);
    }
}
