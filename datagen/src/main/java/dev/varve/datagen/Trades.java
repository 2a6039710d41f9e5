package dev.varve.datagen;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Who trades in what, and from that a day's transactions, from 08:00 to 17:00. */
final class Trades {
    private static final LocalTime OPENING = LocalTime.of(8, 0);
    private static final int OPEN_SECONDS = 9 * 60 * 60;
    private static final double WITHOUT_USER = 0.01;
    private static final double SELLING = 0.3;

    private final int[] traders;
    private final List<String> stockIds;

    /** Trades of these users, onlookers left out unless there is nobody else, in these stocks. */
    Trades(int[] userIds, List<String> stockIds) {
        int[] trading = IntStream.of(userIds).filter(id -> !Users.onlooks(id)).toArray();
        this.traders = trading.length > 0 ? trading : userIds;
        this.stockIds = List.copyOf(stockIds);
    }

    /** How many of so many transactions there can be: none without a stock. */
    int possible(int count) {
        return stockIds.isEmpty() ? 0 : count;
    }

    /**
     * Transactions whose times rise with their ids, {@code count} as far as {@link #possible}. Each is drawn when it is asked
     * for: memory does not grow with their number.
     */
    Iterator<Trade> draw(LocalDate day, int firstId, int count, SplittableRandom random) {
        return new Drawing(day.atTime(OPENING), firstId, possible(count), random);
    }

    private final class Drawing implements Iterator<Trade> {
        private final LocalDateTime opening;
        private final int firstId;
        private final int count;
        private final SplittableRandom random;
        private int drawn;

        Drawing(LocalDateTime opening, int firstId, int count, SplittableRandom random) {
            this.opening = opening;
            this.firstId = firstId;
            this.count = count;
            this.random = random;
        }

        @Override
        public boolean hasNext() {
            return drawn < count;
        }

        /** Who draws first is part of what a seed means: another order would make other rows. */
        @Override
        public Trade next() {
            if (!hasNext()) {
                throw new NoSuchElementException("All " + count + " transactions are drawn");
            }
            OptionalInt user = traders.length == 0 || random.nextDouble() < WITHOUT_USER
                    ? OptionalInt.empty()
                    : OptionalInt.of(traders[random.nextInt(traders.length)]);
            String stockId = stockIds.get(random.nextInt(stockIds.size()));
            int quantity = 1 + random.nextInt(100);
            int signed = random.nextDouble() < SELLING ? -quantity : quantity;
            long second = (long) ((drawn + random.nextDouble()) * OPEN_SECONDS / count);
            return new Trade(firstId + drawn++, user, stockId, signed, opening.plusSeconds(second));
        }
    }
}
