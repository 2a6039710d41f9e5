package dev.varve.lake;

import java.util.concurrent.Callable;

/**
 * One thing that a prune is to do. Each may be left undone, or be done again.
 *
 * @param expected what it will do
 * @param action does it, and tells what it did
 */
public record PruneStep(Pruned expected, Callable<Pruned> action) {
    static PruneStep of(Pruned expected, Runnable action) {
        return new PruneStep(expected, () -> {
            action.run();
            return expected;
        });
    }
}
