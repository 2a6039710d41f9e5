package dev.varve.run;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asks of an ingest.
 *
 * @param asOf the label of the interval, or {@code yesterday}; without it the one that is over at the read point
 * @param now stands for the source's clock, in demos and tests
 * @param approvedDeletes tables whose mass delete is let through this once
 * @param extent how much of each table is read
 */
public record IngestRequest(Optional<String> asOf, Optional<Instant> now, Set<String> approvedDeletes, Extent extent) {
    public IngestRequest {
        approvedDeletes = Set.copyOf(approvedDeletes);
    }

    /** Reads what the captures ask for. */
    public IngestRequest(Optional<String> asOf, Optional<Instant> now, Set<String> approvedDeletes) {
        this(asOf, now, approvedDeletes, Extent.AS_CAPTURED);
    }

    /** The same with other approvals. */
    IngestRequest approving(Set<String> deletes) {
        return new IngestRequest(asOf, now, deletes, extent);
    }

    /** How much of each table an ingest reads. */
    public enum Extent {
        /** What its capture asks for at that time. */
        AS_CAPTURED,
        /** Everything: as if a reconcile of every table were due. */
        FULL
    }
}
