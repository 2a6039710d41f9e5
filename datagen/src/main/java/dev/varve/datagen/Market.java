package dev.varve.datagen;

import dev.varve.datagen.StockTable.Stock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** The stocks' day: at 05:00 some leave and some return, at 06:00 prices move and now and then a company is renamed. */
final class Market {
    /** One stock in so many leaves a day, and as many return. */
    private static final int DELISTING = 200;
    /** One company in so many is renamed a day. */
    private static final int RENAMING = 200;
    /** So few stocks stay listed. */
    private static final int LAST_FEW = 3;

    private final StockTable table;
    private final Vocabulary vocabulary;

    Market(Connection connection, Vocabulary vocabulary) {
        this.table = new StockTable(connection);
        this.vocabulary = vocabulary;
    }

    /** The first day's listings, at 00:00. */
    void found(int stocks, SplittableRandom random) throws SQLException {
        Set<String> companies = new HashSet<>();
        Tickers tickers = new Tickers();
        List<Stock> founded = new ArrayList<>();
        for (int i = 0; i < stocks; i++) {
            String company = vocabulary.company(companies, random);
            String stockId = tickers.next(company, random);
            founded.add(new Stock(stockId, company, vocabulary.industry(random), PriceMove.first(random)));
        }
        table.insert(founded);
    }

    /** 05:00 and 06:00 of one day. */
    MarketCounts open(LocalDate day, DayRandom chance) throws SQLException {
        List<Stock> listed = table.listed();
        List<Stock> away = table.away();
        SplittableRandom random = chance.of(DayRandom.Step.LISTINGS);
        int population = listed.size();
        int leaving = Math.min(chance.due(population, DELISTING, 0), Math.max(0, population - LAST_FEW));
        int keptAway = Math.max(1, population / 100);
        int returning = Math.min(chance.due(population, DELISTING, 1), Math.max(0, away.size() - keptAway));
        for (int i : DayRandom.sample(population, leaving, random)) {
            table.delist(listed.get(i), day);
        }
        for (int i : DayRandom.sample(away.size(), returning, random)) {
            table.relist(away.get(i));
        }
        int renamed = rename(chance.due(population, RENAMING, 1), random);
        int repriced = reprice(chance.of(DayRandom.Step.PRICES));
        table.logPrices(day);
        return new MarketCounts(population - leaving + returning, repriced, leaving, returning, renamed);
    }

    /** Delisted companies keep their names, so that they can return. */
    private int rename(int due, SplittableRandom random) throws SQLException {
        List<Stock> listed = table.listed();
        Set<String> companies = new HashSet<>();
        listed.forEach(stock -> companies.add(stock.company().toLowerCase(Locale.ROOT)));
        table.away().forEach(stock -> companies.add(stock.company().toLowerCase(Locale.ROOT)));
        int[] chosen = DayRandom.sample(listed.size(), due, random);
        for (int i : chosen) {
            table.rename(listed.get(i).withCompany(vocabulary.company(companies, random)));
        }
        return chosen.length;
    }

    private int reprice(SplittableRandom random) throws SQLException {
        List<Stock> moved = new ArrayList<>();
        for (Stock stock : table.listed()) {
            long cents = PriceMove.next(stock.cents(), random);
            if (cents != stock.cents()) {
                moved.add(stock.withCents(cents));
            }
        }
        table.reprice(moved);
        return moved.size();
    }

    /** The ids of the listed stocks, in order. */
    List<String> stockIds() throws SQLException {
        return table.listed().stream().map(Stock::stockId).toList();
    }
}
