package dev.varve.sandbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what other processes do, which tell nobody when they have done it. */
final class Patience {
    private static final long PAUSE_MILLIS = 50;

    private Patience() {}

    /** Waits until the condition holds; false if it still does not after so long. */
    static boolean until(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
