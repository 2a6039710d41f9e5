package dev.varve.demo;

import dev.varve.datagen.StockPlan;
import dev.varve.pipeline.VarveException;
import java.time.LocalDate;
import java.util.Locale;

/**
 * What a demo generates and loads.
 *
 * @param days from {@link #FIRST_DAY} on, 1 to 366
 * @param stock the stock exchange
 */
record DemoPlan(int days, StockPlan stock) {
    /** A Sunday, always the same, so that the same plan prints the same rows. */
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 11, 1);

    private static final int MOST_DAYS = 366;

    DemoPlan {
        if (days < 1 || days > MOST_DAYS) {
            throw VarveException.usage("Cannot run the demo: the number of days is " + days + ", and must be from 1 to "
                    + MOST_DAYS + ".");
        }
    }

    /** In one line, for people. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "Days: %d from %s on; users: %,d; stocks: %,d; transactions a day: %,d; seed: %d",
                days,
                FIRST_DAY,
                stock.users(),
                stock.stocks(),
                stock.transactionsPerDay(),
                stock.seed());
    }
}
