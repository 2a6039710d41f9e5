package dev.varve.sandbox.reference;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Seeded chance. */
final class Chance {
    private final SplittableRandom random;

    Chance(SplittableRandom random) {
        this.random = random;
    }

    /** True in so many of a hundred cases. */
    boolean of(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A number from one to another, both included. */
    int number(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** A value or, in so many of a hundred cases, none. */
    <T> Optional<T> unless(int percent, T value) {
        return of(percent) ? Optional.empty() : Optional.of(value);
    }

    /** An instant within an interval, to the microsecond. */
    Instant within(Instant from, Instant to) {
        long microseconds = ChronoUnit.MICROS.between(from, to);
        return from.plus(random.nextLong(microseconds), ChronoUnit.MICROS);
    }

    /** What a clock that cannot be trusted says of a change in an interval. */
    Optional<Instant> clock(Instant from, Instant to) {
        return switch (number(0, 15)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(from);
            case 2 -> Optional.of(to);
            case 3, 4 -> Optional.of(from.minusSeconds(number(1, 7200)));
            case 5 -> Optional.of(from.minus(number(1, 4), ChronoUnit.DAYS));
            case 6, 7, 8, 9 -> Optional.of(to.plusSeconds(number(1, 100_000)));
            default -> Optional.of(within(from, to));
        };
    }

    /** When something happened that a row of an interval tells of. */
    Optional<Instant> event(Instant from, Instant to) {
        return switch (number(0, 15)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(from);
            case 2 -> Optional.of(to);
            case 3 -> Optional.of(to.minusNanos(1000));
            case 4 -> Optional.of(to.plus(Duration.ofHours(number(1, 90))));
            case 5, 6 -> Optional.of(from.minus(Duration.ofHours(number(1, 200))));
            case 7 -> Optional.of(from.minus(number(30, 300), ChronoUnit.DAYS));
            default -> Optional.of(within(from, to));
        };
    }
}
