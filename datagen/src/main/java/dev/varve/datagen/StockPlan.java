package dev.varve.datagen;

import dev.varve.pipeline.VarveException;

/**
 * What the stock exchange is to look like. Users and stocks count on the first day only; later days carry on from what is
 * there.
 *
 * @param seed two runs with the same seed over the same days make the same rows
 * @param users accounts on the first day, at least 1
 * @param stocks listed stocks on the first day, 1 to 10,000
 * @param transactionsPerDay 0 or more
 */
public record StockPlan(long seed, int users, int stocks, int transactionsPerDay) {
    private static final int MOST_STOCKS = 10_000;

    public StockPlan {
        require(users >= 1, "users", users, "must be at least 1");
        require(stocks >= 1 && stocks <= MOST_STOCKS, "stocks", stocks, "must be from 1 to " + MOST_STOCKS);
        require(transactionsPerDay >= 0, "transactions per day", transactionsPerDay, "must not be negative");
    }

    /** 1,000 users, 100 stocks and 5,000 transactions a day. */
    public static StockPlan defaults() {
        return new StockPlan(42, 1_000, 100, 5_000);
    }

    public StockPlan withSeed(long newSeed) {
        return new StockPlan(newSeed, users, stocks, transactionsPerDay);
    }

    public StockPlan withUsers(int newUsers) {
        return new StockPlan(seed, newUsers, stocks, transactionsPerDay);
    }

    public StockPlan withStocks(int newStocks) {
        return new StockPlan(seed, users, newStocks, transactionsPerDay);
    }

    public StockPlan withTransactionsPerDay(int newTransactionsPerDay) {
        return new StockPlan(seed, users, stocks, newTransactionsPerDay);
    }

    private static void require(boolean holds, String name, int value, String rule) {
        if (!holds) {
            throw VarveException.usage(
                    "Cannot generate stock data: the number of " + name + " is " + value + ", and " + rule + ".");
        }
    }
}
