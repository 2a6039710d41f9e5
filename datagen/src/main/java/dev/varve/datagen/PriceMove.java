package dev.varve.datagen;

import java.util.SplittableRandom;

/**
 * A price's step from one day to the next: up to 30 % either way, uniformly; one in fifty stays. A step that would leave
 * 1.00 to 1,000,000.00 goes the other way, so that no price dries up at a cent or outgrows DECIMAL(10,2). In cents.
 */
final class PriceMove {
    static final long LOWEST = 1_00;
    static final long HIGHEST = 1_000_000_00;
    private static final double WIDEST = 0.30;
    private static final double STAYING = 0.02;

    private PriceMove() {}

    /** The next price, rounded half up, yet never further than 30 % away. */
    static long next(long cents, SplittableRandom random) {
        boolean stays = random.nextDouble() < STAYING;
        double move = random.nextDouble(-WIDEST, WIDEST);
        if (stays) {
            return cents;
        }
        if (cents <= 0) {
            return LOWEST;
        }
        double target = cents * (1 + move);
        boolean leaves = move < 0 ? target < LOWEST : target > HIGHEST;
        return round(cents, leaves ? cents * (1 - move) : target);
    }

    /** A first price from 5 to 500, as many below 50 as above. */
    static long first(SplittableRandom random) {
        return Math.round(5_00 * Math.pow(100, random.nextDouble()));
    }

    private static long round(long cents, double target) {
        long least = (cents * 70 + 99) / 100;
        long most = cents * 130 / 100;
        return Math.max(least, Math.min(most, Math.round(target)));
    }
}
