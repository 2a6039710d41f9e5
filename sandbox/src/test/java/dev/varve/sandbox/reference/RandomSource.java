package dev.varve.sandbox.reference;

import dev.varve.sandbox.reference.SourceRow.Stock;
import dev.varve.sandbox.reference.SourceRow.Trade;
import dev.varve.sandbox.reference.SourceRow.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A source that changes by chance, and worse than a real one: keys come, go and return, cursors stand still, lag, run ahead
 * or are missing, and transactions name users and stocks that are not there.
 */
public final class RandomSource {
    private static final int STOCKS = 24;
    private static final int USERS = 24;
    /** Ids beyond those that ever have a row of their own. */
    private static final int STRANGERS = 3;

    private static final int TRADES_A_NIGHT = 25;
    /** The mass-delete guard looks at ten and more. */
    private static final int MOST_DELETES = 4;

    private final SplittableRandom random;
    private final SourceTables tables = SourceTables.empty();
    private final List<Trade> deletedTrades = new ArrayList<>();
    private int nextTrade = 1;
    private int deletes;

    /** A source of that seed, with empty tables. */
    public RandomSource(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Whatever happens from one read point to the next. */
    public SourceTables interval(Instant from, Instant to) {
        deletes = 0;
        for (int i = 0; i < STOCKS; i++) {
            change("S" + i);
        }
        deletes = 0;
        for (int id = 1; id <= USERS; id++) {
            change(id, from, to);
        }
        deletes = 0;
        for (Trade trade : List.copyOf(tables.trades().values())) {
            change(trade, from, to);
        }
        for (int i = 0; i < TRADES_A_NIGHT; i++) {
            add(trade(nextTrade++, from, to));
        }
        if (!deletedTrades.isEmpty() && chance(0.5)) {
            Trade back = deletedTrades.remove(0);
            add(chance(0.5) ? back : trade(back.id(), from, to));
        }
        return tables;
    }

    private void change(String id) {
        Optional<Stock> listed = Optional.ofNullable(tables.stocks().get(id));
        if (listed.isEmpty() && chance(0.25)) {
            tables.stocks().put(id, new Stock(id, company(id), price()));
        } else if (listed.isPresent() && chance(0.12) && deletes++ < MOST_DELETES) {
            tables.stocks().remove(id);
        } else if (listed.isPresent()) {
            Optional<String> company = chance(0.1) ? company(id) : listed.get().company();
            Optional<String> price = chance(0.4) ? price() : listed.get().price();
            tables.stocks().put(id, new Stock(id, company, price));
        }
    }

    private void change(int id, Instant from, Instant to) {
        Optional<User> there = Optional.ofNullable(tables.users().get(id));
        if (there.isEmpty() && chance(0.25)) {
            tables.users().put(id, new User(id, "User " + id, email(), cursor(from, to)));
        } else if (there.isPresent() && chance(0.08) && deletes++ < MOST_DELETES) {
            tables.users().remove(id);
        } else if (there.isPresent() && chance(0.5)) {
            User user = there.get();
            Optional<Instant> cursor = chance(0.3) ? user.cursor() : cursor(from, to);
            tables.users().put(id, new User(id, user.name(), chance(0.8) ? email() : user.email(), cursor));
        }
    }

    private void change(Trade trade, Instant from, Instant to) {
        if (chance(0.03) && deletes++ < MOST_DELETES) {
            deletedTrades.add(tables.trades().remove(trade.id()));
        } else if (chance(0.08)) {
            Trade other = trade(trade.id(), from, to);
            add(new Trade(trade.id(), other.user(), other.stock(), other.quantity(), trade.cursor()));
        } else if (chance(0.08)) {
            add(trade(trade.id(), from, to));
        }
    }

    private void add(Trade trade) {
        tables.trades().put(trade.id(), trade);
    }

    private Trade trade(int id, Instant from, Instant to) {
        Optional<Integer> user = chance(0.1) ? Optional.empty() : Optional.of(1 + random.nextInt(USERS + STRANGERS));
        return new Trade(id, user, "S" + random.nextInt(STOCKS + STRANGERS), random.nextInt(-9, 10), cursor(from, to));
    }

    /** Mostly within the interval; else at its ends, before it, long before it, after it, or none. */
    private Optional<Instant> cursor(Instant from, Instant to) {
        long seconds = Duration.between(from, to).toSeconds();
        return switch (random.nextInt(14)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(from);
            case 2 -> Optional.of(to);
            case 3 -> Optional.of(from.minusSeconds(random.nextInt(7200)));
            case 4 -> Optional.of(from.minus(random.nextInt(1, 5), ChronoUnit.DAYS));
            case 5 -> Optional.of(to.plusSeconds(random.nextInt(100_000)));
            default -> Optional.of(from.plusSeconds(random.nextLong(seconds)));
        };
    }

    private Optional<String> company(String id) {
        return chance(0.1) ? Optional.empty() : Optional.of(id + " " + "ABC".charAt(random.nextInt(3)));
    }

    private Optional<String> price() {
        return chance(0.05) ? Optional.empty() : Optional.of(random.nextInt(1, 6) + ".50");
    }

    private Optional<String> email() {
        return chance(0.05) ? Optional.empty() : Optional.of("mail" + random.nextInt(4));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
