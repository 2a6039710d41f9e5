package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Purpose;
import dev.varve.warehouse.Warehouse;
import dev.varve.warehouse.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lake to warehouse: applies the manifests that the ledger does not have, in order, each in one transaction. */
public final class Load {
    private final Engine engine;
    private final Pipeline pipeline;

    public Load(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /**
     * A manifest that was loaded.
     *
     * @param manifest the manifest
     * @param counts what it did to each warehouse table
     */
    public record Loaded(Manifest manifest, List<LoadCounts> counts) {
        public Loaded {
            counts = List.copyOf(counts);
        }
    }

    /** As {@link #run(Set)}, where no mass delete is approved. */
    public List<Loaded> run() {
        return run(Set.of());
    }

    /**
     * Loads what is missing and returns it; empty if there is nothing to do.
     *
     * @param approvedDeletes dimensions whose mass delete is let through this once
     */
    public List<Loaded> run(Set<String> approvedDeletes) {
        Set<String> approved = new ApprovedDeletes(pipeline, approvedDeletes).dimensions();
        List<Loaded> loaded = new ArrayList<>();
        Work work = Work.of(Purpose.LOAD, pipeline);
        try (Warehouse warehouse = Warehouse.open(pipeline, work, approved)) {
            History history = engine.log().read(); // under the lock: nobody else loads what is in it
            engine.events().migrated(warehouse.migrate());
            int last = warehouse.lastLoaded(history);
            if (last == history.entries().size()) {
                engine.events().nothingToLoad(last);
            }
            for (int number = last + 1; number <= history.entries().size(); number++) {
                Computed computed = Computed.of(engine, work, history, number);
                history = computed.history();
                loaded.add(apply(warehouse, history.entries().get(number - 1), computed.rows()));
            }
        }
        return loaded;
    }

    private Loaded apply(Warehouse warehouse, History.Entry entry, ProcessedRows rows) {
        List<LoadCounts> counts = warehouse.apply(entry, rows.byTable(), engine.events());
        engine.events().loaded(entry.manifest(), counts);
        return new Loaded(entry.manifest(), counts);
    }
}
