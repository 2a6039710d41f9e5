package dev.varve.datagen;

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

    private final Connection connection;
    private final StockPlan plan;
    private final Vocabulary vocabulary;
    private final DayBook book;
    private final DayGuard guard;
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
        this.guard = new DayGuard(book);
    }

    /**
     * Throws unless all of these days can be generated: none is done, all come after the last one, and there are ids for all
     * of their transactions. Nothing is written.
     */
    public void check(LocalDate first, int days) {
        DayGuard.requireDates(first, days);
        Optional<LocalDate> last = StockSchema.lastDay(connection);
        DayGuard.refuseDone(first, last);
        long transactions = (long) days * plan.transactionsPerDay();
        try {
            if (last.isPresent()) {
                guard.firstTransactionId(first, transactions);
            } else {
                DayGuard.first(first, "transaction_id", 1, transactions);
            }
        } catch (SQLException e) {
            throw StockSchema.failed("read the generated ids", e);
        }
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
        DayGuard.refuseDone(day, last);
        if (last.isEmpty()) {
            guard.refuseForeignRows(day);
        }
        int transactionId = guard.firstTransactionId(day, plan.transactionsPerDay());
        DayRandom chance = new DayRandom(plan.seed(), day);
        Market market = new Market(connection, vocabulary);
        Users users = new Users(connection, vocabulary);
        if (last.isEmpty()) {
            SplittableRandom random = chance.of(DayRandom.Step.FOUNDING);
            market.found(plan.stocks(), random);
            users.add(1, plan.users(), day.atStartOfDay(), random);
        }
        MarketCounts marketCounts = market.open(day, chance);
        int[] userIds = users.ids();
        int userId = guard.firstUserId(day, joining(userIds)); // before the many rows are written
        int trades = trade(day, new Trades(userIds, market.stockIds()), transactionId);
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
        int added = joining(ids);
        users.add(nextId, added, day.atTime(EVENING), random);
        return new UserCounts(ids.length - deleted + added, added, changed, deleted);
    }

    /** One user in a hundred brings another one every evening. */
    private static int joining(int[] ids) {
        return Math.max(1, ids.length / 100);
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
