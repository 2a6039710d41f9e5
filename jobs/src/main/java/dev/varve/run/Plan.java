package dev.varve.run;

import static org.apache.spark.sql.functions.col;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Migrations;
import dev.varve.warehouse.Purpose;
import dev.varve.warehouse.Replay;
import dev.varve.warehouse.Trial;
import dev.varve.warehouse.Warehouse;
import dev.varve.warehouse.WarehouseState;
import dev.varve.warehouse.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the next load would do, found by doing it in one transaction that is always taken back. The processed zone is left
 * alone, and no migration is applied: where one is missing, only what the manifests ask for is counted.
 */
public final class Plan {
    private final Engine engine;
    private final Pipeline pipeline;
    private final Work work;

    public Plan(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
        this.work = Work.of(Purpose.PLAN, pipeline);
    }

    /**
     * Plans.
     *
     * @param samples how many rows of each kind are shown
     * @param approvedDeletes dimensions whose mass delete is shown instead of refused
     * @throws VarveException (busy) while another process loads, and whatever a load would be refused for
     */
    public Planned run(int samples, Set<String> approvedDeletes) {
        Set<String> approved = new ApprovedDeletes(pipeline, approvedDeletes).dimensions();
        try (Warehouse warehouse = Warehouse.open(pipeline.keepingUndo(), work, approved)) {
            History history = engine.log().read(); // under the lock: nobody else loads what is in it
            List<String> migrations = Migrations.pending(pipeline.warehouse());
            int last = migrations.isEmpty() ? warehouse.lastLoaded(history) : loadedBefore(history);
            List<History.Entry> entries =
                    history.entries().subList(last, history.entries().size());
            return migrations.isEmpty()
                    ? tryOut(warehouse, history, last, entries, samples)
                    : new Planned(pipeline.name(), last, migrations, asked(history, entries), List.of());
        }
    }

    private Planned tryOut(Warehouse warehouse, History history, int last, List<History.Entry> entries, int samples) {
        if (entries.isEmpty()) {
            return new Planned(pipeline.name(), last, List.of(), List.of(), List.of());
        }
        Trial trial = warehouse.tryOut(entries, new Steps(history), samples, engine.events());
        List<Planned.PlannedManifest> manifests = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Manifest manifest = entries.get(i).manifest();
            manifests.add(Planned.PlannedManifest.of(manifest, trial.counts().get(i), Map.of()));
        }
        return new Planned(pipeline.name(), last, List.of(), manifests, trial.changes());
    }

    /** The rows of each manifest, computed when it is its turn. */
    private final class Steps implements Replay {
        private final History history;

        private Steps(History history) {
            this.history = history;
        }

        @Override
        public Map<String, Dataset<Row>> rows(Manifest manifest) {
            return compute(history, manifest);
        }

        @Override
        public void applied(Manifest manifest, List<LoadCounts> counts) {
            checkUnpruned(history);
        }
    }

    private Map<String, Dataset<Row>> compute(History history, Manifest manifest) {
        History until = history.upTo(manifest.number());
        try {
            LayerCheck.check(engine, work, until);
            return ProcessedRows.compute(engine, work, until, ProcessedRows.Keeping.UNSTORED)
                    .byTable();
        } catch (VarveException e) {
            checkUnpruned(history);
            throw e;
        }
    }

    /** A prune that begins meanwhile may remove a snapshot between its choice and its reading. */
    private void checkUnpruned(History history) {
        if (!engine.log().refreshed(history).equals(history)) {
            throw work.failed("a prune of its lake began meanwhile", "Run " + work.command() + ".");
        }
    }

    /** What a warehouse holds whose ledger may be of an earlier version. */
    private int loadedBefore(History history) {
        WarehouseState state = WarehouseState.read(pipeline);
        state.problem(history).ifPresent(problem -> {
            throw work.otherLake(problem);
        });
        return state.loads().size();
    }

    private List<Planned.PlannedManifest> asked(History history, List<History.Entry> entries) {
        List<Planned.PlannedManifest> manifests = new ArrayList<>();
        for (History.Entry entry : entries) {
            Map<String, Dataset<Row>> rows = compute(history, entry.manifest());
            Map<String, Map<String, Long>> asked = new LinkedHashMap<>();
            for (String table : pipeline.warehouseTables()) {
                Dataset<Row> found = rows.get(table);
                if (found != null) {
                    asked.put(table, byOp(found));
                }
            }
            checkUnpruned(history);
            manifests.add(Planned.PlannedManifest.of(entry.manifest(), List.of(), asked));
        }
        return manifests;
    }

    private static Map<String, Long> byOp(Dataset<Row> rows) {
        Map<String, Long> counts = new TreeMap<>();
        rows.groupBy(col(ModelRow.OP))
                .count()
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }
}
