package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.VarveException;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StockPlanTest {
    @Test
    void eachSettingCanBeReplacedAlone() {
        assertThat(StockPlan.defaults().withSeed(7)).isEqualTo(new StockPlan(7, 1_000, 100, 5_000));
        assertThat(StockPlan.defaults().withUsers(7)).isEqualTo(new StockPlan(42, 7, 100, 5_000));
        assertThat(StockPlan.defaults().withStocks(7)).isEqualTo(new StockPlan(42, 1_000, 7, 5_000));
        assertThat(StockPlan.defaults().withTransactionsPerDay(0)).isEqualTo(new StockPlan(42, 1_000, 100, 0));
    }

    @Test
    void sizesOutOfRangeAreRefusedWithTheValue() {
        assertRefused(() -> StockPlan.defaults().withUsers(0), "number of users is 0, and must be at least 1.");
        assertRefused(() -> StockPlan.defaults().withStocks(0), "number of stocks is 0, and must be from 1 to 10000.");
        assertRefused(() -> StockPlan.defaults().withStocks(10_001), "stocks is 10001, and must be from 1 to 10000.");
        assertRefused(
                () -> StockPlan.defaults().withTransactionsPerDay(-1),
                "number of transactions per day is -1, and must not be negative.");
    }

    @Test
    void summaryOfADayIsOneLine() {
        GeneratedDay day = new GeneratedDay(
                LocalDate.of(2026, 11, 1),
                new MarketCounts(100, 98, 1, 0, 1),
                new UserCounts(1_009, 10, 142, 1),
                5_000);

        assertThat(day.summary())
                .isEqualTo("2026-11-01  100 stocks (98 repriced, 1 delisted, 0 returned, 1 renamed)"
                        + "  1,009 users (+10, 142 changed, 1 deleted)  5,000 transactions");
    }

    private static void assertRefused(ThrowingCallable action, String end) {
        assertThatThrownBy(action)
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot generate stock data: the number of ")
                .hasMessageEndingWith(end);
    }
}
