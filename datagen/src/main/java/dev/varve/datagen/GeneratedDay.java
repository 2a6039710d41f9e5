package dev.varve.datagen;

import java.time.LocalDate;
import java.util.Locale;

/** What one generated day holds; {@link #summary()} says it in one line. */
public record GeneratedDay(LocalDate day, MarketCounts market, UserCounts users, int transactions) {
    /** The day and its counts, as the command prints them. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s  %,d stocks (%,d repriced, %,d delisted, %,d returned, %,d renamed)"
                        + "  %,d users (+%,d, %,d changed, %,d deleted)  %,d transactions",
                day,
                market.stocks(),
                market.repriced(),
                market.delisted(),
                market.returned(),
                market.renamed(),
                users.users(),
                users.added(),
                users.changed(),
                users.deleted(),
                transactions);
    }
}
