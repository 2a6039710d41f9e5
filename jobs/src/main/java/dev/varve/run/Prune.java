package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.LakeFailure;
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
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;

/**
 * Removes from the lake what neither a state nor a rebuild needs, and writes small files into few. While it changes tables it
 * keeps ingests out by their lease; loads go on. Killed at any point, the next one does the rest.
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
        History history = engine.log().readWhole();
        PrunePlan plan = plan(history); // refuses before the first file goes
        List<PruneStep> unused = told(look(), () -> retention(history).vacuum(history));
        List<Pruned> done = switch (mode) {
            case PRUNE -> prune(history, plan, unused);
            case DRY_RUN -> expected(unused, plan.steps());
        };
        engine.events().prunedAll(done, mode);
        return done;
    }

    private List<Pruned> expected(List<PruneStep> unused, List<PruneStep> steps) {
        return Stream.of(unused, steps)
                .flatMap(List::stream)
                .map(PruneStep::expected)
                .peek(engine.events()::pruned)
                .toList();
    }

    /**
     * Unused files go first, as that makes room, and without the lease: Delta's retention is longer than any writer may stall,
     * whose files no version refers to yet.
     */
    private List<Pruned> prune(History history, PrunePlan plan, List<PruneStep> unused) {
        List<Pruned> done = new ArrayList<>(apply(unused, () -> {}));
        if (!plan.isEmpty()) {
            done.addAll(change(history, plan));
        }
        return done;
    }

    /** The plan holds under the lease too, unless somebody wrote since. */
    private List<Pruned> change(History planned, PrunePlan plan) {
        String run = "prune-" + UUID.randomUUID().toString().substring(0, 8);
        try (Lease lease = Lease.claim(engine.store(), run, engine.clock())) {
            History history = engine.log().readWhole();
            PrunePlan current = history.equals(planned) ? plan : plan(history);
            if (!current.left().isEmpty()) {
                lease.ensureHeld();
                engine.log().append(record(current, history, run));
            }
            return apply(current.steps(), lease::ensureHeld);
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

    private List<Pruned> apply(List<PruneStep> steps, Runnable check) {
        List<Pruned> done = new ArrayList<>();
        for (PruneStep step : steps) {
            check.run();
            engine.events().pruning(step.expected());
            Pruned pruned =
                    told("Cannot prune " + step.expected().place() + " of pipeline " + pipeline.name(), step.action());
            engine.events().pruned(pruned);
            done.add(pruned);
        }
        return done;
    }

    private Retention retention(History history) {
        return new Retention(
                engine.spark(history), pipeline, engine.layout(), engine.clock().instant());
    }

    private PrunePlan plan(History history) {
        engine.events().beginning(RunEvents.Step.LOOK, history.rowsChanged());
        return told(look(), () -> retention(history).plan(history));
    }

    private String look() {
        return "Cannot look through the lake of pipeline " + pipeline.name();
    }

    /** What Spark, a disk or a store says, with what could not be done. */
    private static <T> T told(String cannot, Callable<T> step) {
        try {
            return step.call();
        } catch (Exception | FSError e) { // Spark's, checked ones among them, and what Hadoop says of a full disk
            throw VarveException.within(e)
                    .orElseGet(() -> VarveException.failed(
                            cannot + ": " + LakeFailure.reason(e)
                                    + " Nothing that is needed was removed; run again once the cause is gone.",
                            e));
        }
    }
}
