package dev.varve.datagen;

import java.time.LocalDate;
import java.util.SplittableRandom;

/** Chance that depends on nothing but seed, day and step, so that more transactions do not change the prices. */
final class DayRandom {
    /** What draws; each step has numbers of its own. */
    enum Step {
        FOUNDING,
        LISTINGS,
        PRICES,
        TRADES,
        USERS
    }

    private final long seed;
    private final LocalDate day;

    DayRandom(long seed, LocalDate day) {
        this.seed = seed;
        this.day = day;
    }

    SplittableRandom of(Step step) {
        return new SplittableRandom(
                mix(mix(mix(seed) + day.toEpochDay()) + step.name().hashCode()));
    }

    /**
     * How many of a population something happens to today: one in {@code onePer} every day, and for fewer than
     * {@code onePer} one every second or third day, so that small exchanges see it too.
     *
     * @param phase shifts the days, so that not everything happens on the same one
     */
    int due(int population, int onePer, int phase) {
        if (population >= onePer) {
            return population / onePer;
        }
        long everyDays = Math.min(3, Math.round(onePer / (double) Math.max(1, population)));
        return Math.floorMod(day.toEpochDay() + phase, everyDays) == 0 ? 1 : 0;
    }

    /** {@code size} of the numbers from 0 to {@code population} exclusive, ascending, all sets equally likely (Knuth's S). */
    static int[] sample(int population, int size, SplittableRandom random) {
        int[] chosen = new int[Math.min(size, population)];
        int found = 0;
        for (int i = 0; found < chosen.length; i++) {
            if (random.nextInt(population - i) < chosen.length - found) {
                chosen[found++] = i;
            }
        }
        return chosen;
    }

    /** The finalizer of MurmurHash3 (Stafford's variant 13): neighbouring days share no sequence. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
