package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Work;
import java.util.Optional;

/**
 * The rows of a manifest.
 *
 * @param history the history with what had been pruned when they were there
 * @param rows the rows, stored
 */
record Computed(History history, ProcessedRows rows) {
    /** A prune that begins meanwhile may remove a snapshot between its choice and its reading; then another one is chosen. */
    static Computed of(Engine engine, Work work, History history, int number) {
        Optional<ProcessedRows> rows = Optional.empty();
        Optional<VarveException> failure = Optional.empty();
        try {
            rows = Optional.of(compute(engine, work, history.upTo(number)));
        } catch (VarveException e) {
            failure = Optional.of(e);
        }
        History now = engine.log().refreshed(history);
        if (!now.equals(history)) {
            return of(engine, work, now, number);
        }
        failure.ifPresent(e -> {
            throw e;
        });
        return new Computed(history, rows.orElseThrow());
    }

    private static ProcessedRows compute(Engine engine, Work work, History history) {
        LayerCheck.check(engine, work, history);
        return ProcessedRows.compute(engine, work, history, ProcessedRows.Keeping.STORED);
    }
}
