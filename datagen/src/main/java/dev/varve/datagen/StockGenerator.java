package dev.varve.datagen;

import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Moves a stock exchange's database from day to day. A day is one transaction: it is there as a whole or not at all. Equal
 * databases, days and plans make equal rows. All times are UTC, so the connection's session zone must be UTC.
 */
public final class StockGenerator {
    /** One user in so many leaves a day, if it never traded. */
    private static final int LEAVING = 2_000;

    private static final LocalTime EVENING = LocalTime.of(18, 0);
    /** What a TIMESTAMP of MySQL holds in full days. */
    private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 2);

    private static final LocalDate LATEST = LocalDate.of(2038, 1, 18);

    private final Connection connection;
    private final StockPlan plan;
    private final Vocabulary vocabulary;
    private final DayBook book;
    private final GeneratorEvents events;

    public StockGenerator(Connection connection, StockPlan plan) {
        this(connection, plan, GeneratorEvents.UNHEARD);
    }

    public StockGenerator(Connection connection, StockPlan plan, GeneratorEvents events) {
        this.connection = connection;
        this.plan = plan;
        this.events = events;
        this.vocabulary = Vocabulary.of(plan.seed());
        this.book = new DayBook(connection);
    }

    /** Throws unless all of these days can be generated: none is done, all come after the last one. */
    public void check(LocalDate first, int days) {
        if (days < 1) {
            throw VarveException.usage(
                    "Cannot generate " + first + ": the number of days is " + days + ", and must be at least 1.");
        }
        if (first.isBefore(EARLIEST) || first.isAfter(LATEST.minusDays(days - 1L))) {
            throw VarveException.usage("Cannot generate " + first + " (number of days: " + days + ")"
                    + ": a MySQL TIMESTAMP holds " + EARLIEST + " to " + LATEST + ". Choose days within these.");
        }
        refuseDone(first, StockSchema.lastDay(connection));
    }

    /**
     * Generates one day and commits it; creates the tables first where they are missing. The connection must have no open
     * transaction.
     */
    public GeneratedDay generate(LocalDate day) {
        check(day, 1);
        StockSchema.create(connection);
        try {
            connection.setAutoCommit(false);
            GeneratedDay generated = write(day);
            connection.commit();
            connection.setAutoCommit(true);
            return generated;
        } catch (SQLException e) {
            undo(e);
            throw StockSchema.failed("generate " + day, e);
        } catch (RuntimeException | Error e) {
            undo(e);
            throw e;
        } finally {
            events.ended();
        }
    }

    private GeneratedDay write(LocalDate day) throws SQLException {
        Optional<LocalDate> last = book.lockLastDay();
        refuseDone(day, last);
        DayRandom chance = new DayRandom(plan.seed(), day);
        Market market = new Market(connection, vocabulary);
        Users users = new Users(connection, vocabulary);
        if (last.isEmpty()) {
            refuseForeignRows(day);
            SplittableRandom random = chance.of(DayRandom.Step.FOUNDING);
            market.found(plan.stocks(), random);
            users.add(1, plan.users(), day.atStartOfDay(), random);
        }
        MarketCounts marketCounts = market.open(day, chance);
        int[] userIds = users.ids();
        int transactionId = nextTransactionId(day);
        int trades = trade(day, new Trades(userIds, market.stockIds()), transactionId);
        int userId = book.nextUserId();
        UserCounts userCounts = evening(day, users, userIds, userId);
        GeneratedDay generated = new GeneratedDay(day, marketCounts, userCounts, trades);
        book.write(generated, plan.seed(), userId + userCounts.added(), transactionId + trades);
        return generated;
    }

    private int trade(LocalDate day, Trades trades, int firstId) throws SQLException {
        int count = trades.possible(plan.transactionsPerDay());
        SplittableRandom random = new DayRandom(plan.seed(), day).of(DayRandom.Step.TRADES);
        events.writing(day, count);
        new TransactionTable(connection, events).insert(trades.draw(day, firstId, count, random), count);
        return count;
    }

    private UserCounts evening(LocalDate day, Users users, int[] ids, int nextId) throws SQLException {
        DayRandom chance = new DayRandom(plan.seed(), day);
        SplittableRandom random = chance.of(DayRandom.Step.USERS);
        int changed = users.changeEmails(ids, day.atTime(EVENING), random);
        int deleted = users.deleteIdle(ids, chance.due(ids.length, LEAVING, 1), random);
        int added = Math.max(1, ids.length / 100);
        users.add(nextId, added, day.atTime(EVENING), random);
        return new UserCounts(ids.length - deleted + added, added, changed, deleted);
    }

    private int nextTransactionId(LocalDate day) throws SQLException {
        int next = book.nextTransactionId();
        if (next > Integer.MAX_VALUE - plan.transactionsPerDay()) {
            throw VarveException.refused("Cannot generate " + day + ": transaction_id is an INT, and after "
                    + (next - 1) + " there is no room for " + plan.transactionsPerDay()
                    + " more. Start with an empty database.");
        }
        return next;
    }

    private static void refuseDone(LocalDate day, Optional<LocalDate> last) {
        if (last.isPresent() && !day.isAfter(last.get())) {
            String done = day.equals(last.get()) ? "it" : "the later " + last.get();
            throw VarveException.refused("Cannot generate " + day + ": " + done
                    + " is already generated; the next day is " + last.get().plusDays(1) + ".");
        }
    }

    private void refuseForeignRows(LocalDate day) throws SQLException {
        if (book.holdsRows()) {
            throw VarveException.refused("Cannot generate " + day + ": Stock, User or Transaction hold rows that no"
                    + " generator wrote. Use an empty database.");
        }
    }

    /** Leaves the connection as it came, unless it is lost; then the server rolls back by itself. */
    private void undo(Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
