package dev.varve.run;

import dev.varve.lake.Manifest;
import java.util.List;
import java.util.Optional;

/** Ingest, then load, in one process. The load checks the keys that it touched before it commits. */
public final class Run {
    private final Engine engine;

    public Run(Engine engine) {
        this.engine = engine;
    }

    /**
     * What a run did.
     *
     * @param ingested the new manifest, unless its label was ingested before
     * @param loaded every manifest that was loaded, those of earlier runs among them
     */
    public record Outcome(Optional<Manifest> ingested, List<Load.Loaded> loaded) {
        public Outcome {
            loaded = List.copyOf(loaded);
        }
    }

    /**
     * Runs.
     *
     * @param request whose approvals may name dimensions too
     */
    public Outcome run(IngestRequest request) {
        ApprovedDeletes approved = new ApprovedDeletes(engine.pipeline(), request.approvedDeletes());
        Optional<Manifest> ingested = new Ingest(engine).run(request.approving(approved.tablesAmong()));
        return new Outcome(ingested, new Load(engine).run(approved.dimensionsAmong()));
    }
}
