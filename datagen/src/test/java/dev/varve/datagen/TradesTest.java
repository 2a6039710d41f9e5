package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TradesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
    private static final int[] USERS = IntStream.rangeClosed(1, 60).toArray();

    private final Trades trades = new Trades(USERS, List.of("ABC", "DEF", "GHI"));

    /** Another order of drawing would make other rows of the same seed, and no database could be generated again. */
    @Test
    void seedMeansTheseRows() {
        assertThat(draw(3))
                .extracting(Trade::toString)
                .containsExactly(
                        "Trade[transactionId=11, userId=OptionalInt[3], stockId=ABC, quantity=-73,"
                                + " at=2026-11-01T10:36:16]",
                        "Trade[transactionId=12, userId=OptionalInt[6], stockId=ABC, quantity=-7,"
                                + " at=2026-11-01T12:28:44]",
                        "Trade[transactionId=13, userId=OptionalInt[8], stockId=GHI, quantity=-54,"
                                + " at=2026-11-01T15:29:11]");
    }

    @Test
    void timesRiseWithTheIdsWithinTheOpeningHours() {
        List<Trade> drawn = draw(5_000);

        assertThat(drawn)
                .extracting(Trade::transactionId)
                .startsWith(11, 12, 13)
                .endsWith(5_010);
        assertThat(drawn).extracting(Trade::at).isSorted();
        assertThat(drawn.get(0).at()).isBetween(DAY.atTime(8, 0), DAY.atTime(8, 1));
        assertThat(drawn.get(4_999).at()).isBetween(DAY.atTime(16, 59), DAY.atTime(16, 59, 59));
    }

    @Test
    void onlookersDoNotTradeAndSomeTransactionsHaveNoUser() {
        List<OptionalInt> users = draw(5_000).stream().map(Trade::userId).toList();

        assertThat(users).doesNotContain(OptionalInt.of(7), OptionalInt.of(57));
        assertThat(users).contains(OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(60));
    }

    @Test
    void nobodyTradesWithoutAStock() {
        Trades none = new Trades(USERS, List.of());

        assertThat(none.possible(100)).isZero();
        assertThat(none.draw(DAY, 1, 100, new SplittableRandom(1)).hasNext()).isFalse();
    }

    @Test
    void noMoreAreDrawnThanAskedFor() {
        Iterator<Trade> one = trades.draw(DAY, 1, 1, new SplittableRandom(1));
        one.next();

        assertThatThrownBy(one::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("All 1 transactions are drawn");
    }

    private List<Trade> draw(int count) {
        List<Trade> drawn = new ArrayList<>();
        trades.draw(DAY, 11, count, new SplittableRandom(42)).forEachRemaining(drawn::add);
        return drawn;
    }
}
