package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayRandomTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    @Test
    void sameSeedDayAndStepGiveTheSameNumbers() {
        assertThat(draw(42, DAY, DayRandom.Step.PRICES)).isEqualTo(draw(42, DAY, DayRandom.Step.PRICES));
    }

    @Test
    void anotherSeedDayOrStepGivesOthers() {
        long[] numbers = {
            draw(42, DAY, DayRandom.Step.PRICES),
            draw(43, DAY, DayRandom.Step.PRICES),
            draw(42, DAY.plusDays(1), DayRandom.Step.PRICES),
            draw(42, DAY, DayRandom.Step.TRADES)
        };
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "10, 2", "100, 3", "1000, 30", "10000, 300"})
    void everyPopulationHasItsEventsWithinAnySixDays(int population, int events) {
        int happened = IntStream.range(0, 6)
                .map(i -> new DayRandom(1, DAY.plusDays(i)).due(population, 200, 0))
                .sum();

        assertThat(happened).isEqualTo(events);
    }

    @Test
    void sampleIsAscendingDistinctAndOfTheAskedSize() {
        int[] sample = DayRandom.sample(1_000, 150, new SplittableRandom(3));

        assertThat(sample).hasSize(150).isSorted().doesNotHaveDuplicates();
        assertThat(DayRandom.sample(3, 9, new SplittableRandom(3))).containsExactly(0, 1, 2);
        assertThat(DayRandom.sample(0, 9, new SplittableRandom(3))).isEmpty();
    }

    private static long draw(long seed, LocalDate day, DayRandom.Step step) {
        return new DayRandom(seed, day).of(step).nextLong();
    }
}
