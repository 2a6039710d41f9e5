package dev.varve.cli;

import dev.varve.run.IngestRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user says about the read of an ingest. */
public final class ReadOptions {
    @Option(
            names = "--as-of",
            paramLabel = "LABEL",
            description = {
                "The label of the interval: a date or 'yesterday' (by the source's clock, in the pipeline's zone) for a"
                        + " daily pipeline, for a frequent one a UTC minute:",
                "2026-11-20T10:15Z.",
                "Default: the one that is over at the read point. A label that was ingested before is not read again."
            })
    private @Nullable String asOf;

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = {"Stands for the source's clock; for demos and tests.", "Such as 2026-11-21T00:30:00Z."})
    private @Nullable Instant now;

    @Option(
            names = "--full",
            description = "Read every table completely and compare it with its state, as when a reconcile is due."
                    + " Finds what a cursor cannot see; deletes nothing that the source still has.")
    private boolean full;

    IngestRequest request(ApprovalOptions approval) {
        return new IngestRequest(
                Optional.ofNullable(asOf),
                Optional.ofNullable(now),
                approval.approvedDeletes(),
                full ? IngestRequest.Extent.FULL : IngestRequest.Extent.AS_CAPTURED);
    }
}
