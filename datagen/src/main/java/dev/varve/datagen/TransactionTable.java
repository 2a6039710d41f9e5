package dev.varve.datagen;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;

/** Writes a day's transactions, as one stream where the server takes it, else in batches: the rows are the same. */
final class TransactionTable {
    /** Below so many the difference is a second at most, and not worth a word. */
    private static final int WORTH_A_NOTE = 20_000;

    private final Connection connection;
    private final GeneratorEvents events;

    TransactionTable(Connection connection, GeneratorEvents events) {
        this.connection = connection;
        this.events = events;
    }

    void insert(Iterator<Trade> trades, int count) throws SQLException {
        Optional<String> refusal = new TradeStream(connection).write(trades, events::written);
        if (refusal.isPresent()) {
            if (count >= WORTH_A_NOTE) {
                events.note("The server takes no LOAD DATA LOCAL (" + refusal.get() + "), so the transactions go in by"
                        + " INSERT, which is slower. SET GLOBAL local_infile = ON allows it.");
            }
            new TradeBatches(connection).write(trades, events::written);
        }
    }
}
