package dev.varve.demo.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * How many stocks have a history: after a week at least nine in ten have four versions or more.
 *
 * @param loadedDays fewer than seven cannot tell, so that the share is only printed
 */
record ManyVersions(int loadedDays) implements Check {
    private static final int ENOUGH_DAYS = 7;
    private static final double LEAST_SHARE = 0.9;

    @Override
    public String name() {
        return "stocks with four versions or more";
    }

    @Override
    public CheckResult run(Databases databases) throws SQLException {
        List<Long> counts = Examples.numbers(databases.warehouse(), """
                SELECT count(*), count(*) FILTER (WHERE versions >= 4)
                FROM (SELECT count(*) AS versions FROM stock.stock_dim WHERE stock_id IS NOT NULL GROUP BY stock_id) stocks
                """);
        return judge(counts.get(0), counts.get(1));
    }

    CheckResult judge(long stocks, long many) {
        String note = String.format(Locale.ROOT, "%.0f %%", stocks == 0 ? 0.0 : Math.floor(100.0 * many / stocks));
        boolean ok = loadedDays < ENOUGH_DAYS || many >= LEAST_SHARE * stocks;
        return ok
                ? new CheckResult(stocks, 0, List.of(), note)
                : new CheckResult(stocks, stocks - many, List.of("expected at least 90 %, found " + note), note);
    }
}
