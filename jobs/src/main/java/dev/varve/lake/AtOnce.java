package dev.varve.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs independent steps side by side. Much of a small step of Spark is planning on one driver thread, and much of a request is
 * waiting, so that one after the other they leave most of the machine idle.
 */
public final class AtOnce {
    private static final int THREADS = 3;

    private AtOnce() {}

    /**
     * Runs all steps and returns their results in order. All of them end before this does; then the first failure, if any, is
     * thrown.
     */
    public static <T> List<T> run(List<Callable<T>> steps) {
        return run(steps, THREADS);
    }

    /** As {@link #run(List)}, so many at a time. */
    static <T> List<T> run(List<Callable<T>> steps, int atATime) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(atATime, steps.size())));
        try {
            List<T> results = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(steps)) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    failures.add(e.getCause() == null ? e : e.getCause());
                }
            }
            if (!failures.isEmpty()) {
                throw together(failures);
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while steps were under way", e);
        } finally {
            threads.shutdown();
        }
    }

    private static RuntimeException together(List<Throwable> failures) {
        Throwable first = failures.get(0);
        failures.subList(1, failures.size()).forEach(first::addSuppressed);
        return first instanceof RuntimeException known ? known : new IllegalStateException(first);
    }
}
