package dev.varve.sandbox;

import dev.varve.capture.CapturedTable;
import dev.varve.capture.ReadPlan;
import dev.varve.lake.Manifest;
import dev.varve.lake.Pruned;
import dev.varve.run.Prune;
import dev.varve.run.Rebuild;
import dev.varve.run.Rewind;
import dev.varve.run.RunEvents;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Rebuilding;
import dev.varve.warehouse.Rewinding;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Adds up the rows that a run tells of while it works, and keeps its steps. */
class HeardRows implements RunEvents {
    private final Map<String, Long> fetched = new ConcurrentHashMap<>();
    private final Map<String, Long> staged = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();

    /** Rows of a source table. */
    long fetched(String table) {
        return fetched.getOrDefault(table, 0L);
    }

    /** Rows for a warehouse table. */
    long staged(String table) {
        return staged.getOrDefault(table, 0L);
    }

    /** Each step with its number of rows, in order. */
    List<String> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void fetching(ReadPlan plan, long rows, OptionalLong expected) {
        fetched.merge(plan.table().name(), rows, Long::sum);
    }

    @Override
    public void staging(Manifest manifest, String table, long rows) {
        staged.merge(table, rows, Long::sum);
    }

    @Override
    public void beginning(Step step, long rows) {
        steps.add(step + " " + rows);
    }

    @Override
    public void applying(Manifest manifest, String table, Action action, long rows) {
        steps.add(action + " " + table + " " + rows);
    }

    @Override
    public void nothingToIngest(Manifest manifest) {}

    @Override
    public void reading(ReadPlan plan) {}

    @Override
    public void captured(CapturedTable table) {}

    @Override
    public void committed(Manifest manifest) {}

    @Override
    public void migrated(int migrations) {}

    @Override
    public void processed(Manifest manifest, String table) {}

    @Override
    public void loaded(Manifest manifest, List<LoadCounts> counts) {}

    @Override
    public void nothingToLoad(int lastLoaded) {}

    @Override
    public void rewound(Rewinding rewinding, Rewind.Mode mode) {}

    @Override
    public void replaying(Manifest manifest, int manifests) {}

    @Override
    public void rebuilt(Rebuilding rebuilding, Rebuild.Mode mode) {}

    @Override
    public void pruning(Pruned expected) {}

    @Override
    public void pruned(Pruned step) {}

    @Override
    public void prunedAll(List<Pruned> all, Prune.Mode mode) {}

    @Override
    public void warning(String message) {}
}
