package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.Lease;
import dev.varve.lake.PrunePlan;
import dev.varve.lake.PruneRecord;
import dev.varve.lake.PruneStep;
import dev.varve.lake.Pruned;
import dev.varve.lake.Retention;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Removes from the lake what neither a state nor a rebuild needs, and writes small files into few. It keeps ingests out by
 * their lease; loads go on. Killed at any point, the next one does the rest.
 */
public final class Prune {
    private final Engine engine;
    private final Pipeline pipeline;

    public Prune(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /** Whether a prune does it or only says what it would do. */
    public enum Mode {
        PRUNE,
        /** Writes nothing, not even the lease. */
        DRY_RUN
    }

    /** Prunes, and returns what was done or would be, in order. */
    public List<Pruned> run(Mode mode) {
        List<Pruned> done = switch (mode) {
            case PRUNE -> prune();
            case DRY_RUN -> look();
        };
        engine.events().prunedAll(done, mode);
        return done;
    }

    private List<Pruned> look() {
        History history = engine.log().read();
        Retention retention = retention(history);
        List<PruneStep> steps = new ArrayList<>(plan(retention, history).steps());
        steps.addAll(unused(retention, history));
        return steps.stream()
                .map(PruneStep::expected)
                .peek(engine.events()::pruned)
                .toList();
    }

    private List<Pruned> prune() {
        String run = "prune-" + UUID.randomUUID().toString().substring(0, 8);
        try (Lease lease = Lease.claim(engine.store(), run, engine.clock())) {
            History history = engine.log().read();
            Retention retention = retention(history);
            PrunePlan plan = plan(retention, history);
            if (!plan.left().isEmpty()) {
                lease.ensureHeld();
                engine.log().append(record(plan, history, run));
            }
            List<Pruned> done = new ArrayList<>(apply(plan.steps(), lease));
            done.addAll(apply(unused(retention, history), lease));
            return done;
        }
    }

    private PruneRecord record(PrunePlan plan, History history, String run) {
        return new PruneRecord(
                PruneRecord.FORMAT,
                pipeline.name(),
                history.prune().map(PruneRecord::number).orElse(0) + 1,
                run,
                engine.clock().instant(),
                history.entries().size(),
                plan.left());
    }

    private List<Pruned> apply(List<PruneStep> steps, Lease lease) {
        List<Pruned> done = new ArrayList<>();
        for (PruneStep step : steps) {
            lease.ensureHeld();
            engine.events().pruning(step.expected());
            Pruned pruned = told(step.expected().place(), step.action());
            engine.events().pruned(pruned);
            done.add(pruned);
        }
        return done;
    }

    private Retention retention(History history) {
        return new Retention(
                engine.spark(history), pipeline, engine.layout(), engine.clock().instant());
    }

    private PrunePlan plan(Retention retention, History history) {
        engine.events().beginning(RunEvents.Step.LOOK, history.rowsChanged());
        return told("what it holds", () -> retention.plan(history));
    }

    private List<PruneStep> unused(Retention retention, History history) {
        return told("its unused files", () -> retention.vacuum(history));
    }

    /** What Spark or a disk says, with the place. */
    private <T> T told(String place, Callable<T> step) {
        try {
            return step.call();
        } catch (Exception e) { // Spark's, checked ones among them
            Optional<VarveException> known = VarveException.within(e);
            throw known.orElseGet(() -> VarveException.failed(
                    "Cannot prune pipeline " + pipeline.name() + ", " + place + ": "
                            + VarveException.sentence(VarveException.innermost(e))
                            + " Nothing that is needed was removed; run again once the cause is gone.",
                    e));
        }
    }
}
