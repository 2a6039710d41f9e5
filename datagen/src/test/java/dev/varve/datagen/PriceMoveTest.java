package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceMoveTest {
    private final SplittableRandom random = new SplittableRandom(5);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 99, PriceMove.LOWEST, 101, 12_345, PriceMove.HIGHEST, 9_999_999_999L})
    void noStepGoesFurtherThanThirtyPercentOrOutOfTheColumn(long cents) {
        for (int i = 0; i < 10_000; i++) {
            long next = PriceMove.next(cents, random);
            assertThat(next * 10).isBetween(cents * 7, cents * 13);
            assertThat(next).isBetween(1L, 9_999_999_999L);
        }
    }

    @Test
    void stepsSpreadEvenlyAndOneInFiftyStays() {
        long[] steps = LongStream.generate(() -> PriceMove.next(1_000_000, random))
                .limit(50_000)
                .toArray();

        assertThat(LongStream.of(steps).filter(next -> next == 1_000_000).count())
                .isBetween(800L, 1_200L);
        assertThat(LongStream.of(steps).filter(next -> next < 850_000).count()).isBetween(11_750L, 12_750L);
        assertThat(LongStream.of(steps).filter(next -> next > 1_150_000).count())
                .isBetween(11_750L, 12_750L);
    }

    @Test
    void pricesNeitherDryUpNorOutgrowTheBoundsOverTheYears() {
        for (long start : new long[] {PriceMove.LOWEST, 50_00, PriceMove.HIGHEST}) {
            long cents = start;
            for (int day = 0; day < 10_000; day++) {
                cents = PriceMove.next(cents, random);
                assertThat(cents).isBetween(PriceMove.LOWEST, PriceMove.HIGHEST);
            }
        }
    }

    @Test
    void priceThatSomebodySpoiltComesBack() {
        assertThat(LongStream.generate(() -> PriceMove.next(-5, random)).limit(100))
                .containsOnly(-5L, PriceMove.LOWEST);
    }

    @Test
    void firstPricesAreFromFiveToFiveHundred() {
        assertThat(LongStream.generate(() -> PriceMove.first(random)).limit(10_000))
                .allMatch(cents -> cents >= 5_00 && cents <= 500_00);
    }
}
