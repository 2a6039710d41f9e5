package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.lake.ProcessedZone;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Purpose;
import dev.varve.warehouse.Rebuilding;
import dev.varve.warehouse.Replay;
import dev.varve.warehouse.Warehouse;
import dev.varve.warehouse.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Replays every manifest of the lake into an emptied warehouse: for a model that has changed, and for a warehouse that holds
 * another lake than this one. The rows of all manifests are computed first, then applied in one transaction, so that readers see
 * what was there until all is whole. Killed at any point, nothing has changed.
 */
public final class Rebuild {
    private final Engine engine;
    private final Pipeline pipeline;
    private final Work work;

    public Rebuild(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
        this.work = Work.of(Purpose.REBUILD, pipeline);
    }

    /** As {@link #run(Mode, Set)}, where no mass delete is approved but those that were when they were loaded. */
    public Rebuilding run(Mode mode) {
        return run(mode, Set.of());
    }

    /** Whether a rebuild does it or only says what it would do. */
    public enum Mode {
        REBUILD,
        SHOW
    }

    /**
     * Rebuilds.
     *
     * @param approvedDeletes dimensions whose mass delete is let through this once
     * @return what was done, or would be
     * @throws VarveException (refused) if the lake is empty or another pipeline loads one of the tables, (busy) while another
     *     process loads
     */
    public Rebuilding run(Mode mode, Set<String> approvedDeletes) {
        Set<String> approved = new ApprovedDeletes(pipeline, approvedDeletes).dimensions();
        try (Warehouse warehouse = Warehouse.open(pipeline, work, approved)) {
            History history = engine.log().read(); // under the lock: nobody else loads what is in it
            checkNotEmpty(history);
            Rebuilding rebuilding = warehouse.planRebuild(history);
            if (mode == Mode.REBUILD) {
                engine.events().migrated(warehouse.migrate());
                rebuilding = warehouse.rebuild(
                        history, new Steps(work, compute(history), engine.processedZone(history)), engine.events());
            }
            engine.events().rebuilt(rebuilding, mode);
            return rebuilding;
        }
    }

    private void checkNotEmpty(History history) {
        if (history.entries().isEmpty()) {
            throw work.refused(
                    "its lake in " + pipeline.lake().raw() + " holds no manifest",
                    "Check lake.raw, or run 'varve ingest " + pipeline.name() + "' first.");
        }
    }

    private List<StoredRows> compute(History read) {
        History history = read;
        List<StoredRows> stored = new ArrayList<>();
        for (int number = 1; number <= read.entries().size(); number++) {
            engine.events()
                    .replaying(
                            read.entries().get(number - 1).manifest(),
                            read.entries().size());
            Computed computed = Computed.of(engine, work, history, number);
            history = computed.history();
            stored.add(StoredRows.of(number, computed.rows().byTable()));
        }
        return stored;
    }

    /** The rows as they were stored, and no others. */
    private record Steps(Work work, List<StoredRows> stored, ProcessedZone zone) implements Replay {
        @Override
        public Map<String, Dataset<Row>> rows(Manifest manifest) {
            return stored.get(manifest.number() - 1).read(zone);
        }

        @Override
        public void applied(Manifest manifest, List<LoadCounts> counts) {
            StoredRows rows = stored.get(manifest.number() - 1);
            for (LoadCounts table : counts) {
                long expected = rows.count(table.table());
                if (table.staged() != expected) {
                    throw work.on(manifest)
                            .table(table.table())
                            .failed(
                                    "of its " + expected + " rows, the processed zone shows " + table.staged() + " now",
                                    "Let nobody else write there, and run " + work.command() + ".");
                }
            }
        }
    }
}
