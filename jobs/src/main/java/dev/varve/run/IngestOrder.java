package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.time.Instant;
import java.util.Optional;

/** What an ingest may be asked for: an interval that is over, is not ingested yet and comes after all that are. */
final class IngestOrder {
    private final Pipeline pipeline;
    private final RunEvents events;
    private final IngestRequest request;

    IngestOrder(Engine engine, IngestRequest request) {
        this.pipeline = engine.pipeline();
        this.events = engine.events();
        this.request = request;
    }

    /**
     * Makes sure that the tables whose deletes are approved exist.
     *
     * @throws VarveException (usage) that names the first that does not
     */
    void checkApprovals() {
        new ApprovedDeletes(pipeline, request.approvedDeletes()).tables();
    }

    /** Whether the label was ingested before; says so. */
    boolean isDone(History history, String asOf) {
        Optional<Manifest> done = history.entries().stream()
                .map(History.Entry::manifest)
                .filter(manifest -> manifest.asOf().equals(asOf))
                .findFirst();
        done.ifPresent(events::nothingToIngest);
        if (done.isPresent() && request.extent() == IngestRequest.Extent.FULL) {
            events.warning("nothing was read in full either: an interval is read once. Use --full for the next.");
        }
        return done.isPresent();
    }

    /**
     * Makes sure that an interval may be the next.
     *
     * @throws VarveException (usage) if it is not over, (refused) if a later one was ingested or the clock went back
     */
    void check(History history, String asOf, Instant readPoint) {
        String over = pipeline.schedule().label(readPoint);
        if (asOf.compareTo(over) > 0) {
            throw VarveException.usage("Cannot ingest pipeline " + pipeline.name() + " as of " + asOf
                    + ": that is not over at the read point " + readPoint + ". Use --as-of " + over + " or wait.");
        }
        history.last().ifPresent(last -> {
            history.bridging(asOf).ifPresent(bridge -> {
                throw VarveException.refused("Cannot ingest pipeline " + pipeline.name() + " as of " + asOf
                        + ": manifest " + bridge.number() + " as of " + bridge.asOf()
                        + " has bridged it already, and a missed interval is never filled in later. Its changes come with the"
                        + " next interval; a --now must be after " + last.readPoint() + ".");
            });
            if (!readPoint.isAfter(last.readPoint())) {
                throw VarveException.refused("Cannot ingest pipeline " + pipeline.name() + " as of " + asOf
                        + ": the read point " + readPoint + " is not after that of manifest " + last.number() + ", "
                        + last.readPoint() + ". Check the source's clock, or --now.");
            }
        });
        if (asOf.compareTo(over) < 0) {
            events.warning("as of " + asOf + " is a late label: the source is read as it is at " + readPoint + ", when "
                    + over + " is over too. For a simulated day give --now as well.");
        }
    }
}
