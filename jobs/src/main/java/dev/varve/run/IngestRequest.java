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
 */
public record IngestRequest(Optional<String> asOf, Optional<Instant> now, Set<String> approvedDeletes) {
    public IngestRequest {
        approvedDeletes = Set.copyOf(approvedDeletes);
    }
}
