package dev.varve.warehouse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;

/**
 * Streams rows of the warehouse that are ordered by key through a fold that begins anew with each key, and copies what comes out
 * into a temporary table. However many rows there are, only a batch of them is in memory.
 */
final class KeyByKey {
    /** What a query says of the first row of a key. */
    static final String FIRST = "varve_first";

    private static final int BATCH = 1_000;

    private final Connection connection;
    private final String target;
    private final String columns;
    private final LongConsumer progress;
    private final List<Row> batch = new ArrayList<>();

    /** Copies into columns of a temporary table; progress is told how many rows more were folded. */
    KeyByKey(Connection connection, String target, String columns, LongConsumer progress) {
        this.connection = connection;
        this.target = target;
        this.columns = columns;
        this.progress = progress;
    }

    /** What one key's rows become. */
    interface Fold {
        void take(ResultSet row) throws SQLException;

        List<Row> result();
    }

    /** Runs the query, whose column {@link #FIRST} says where a key begins. */
    void run(String query, Supplier<Fold> folds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setFetchSize(BATCH); // a cursor of the transaction, between whose fetches a COPY may run
            try (ResultSet row = statement.executeQuery()) {
                Fold fold = folds.get();
                long taken = 0;
                while (row.next()) {
                    if (row.getBoolean(FIRST)) {
                        write(fold, BATCH);
                        fold = folds.get();
                    }
                    fold.take(row);
                    if (++taken % BATCH == 0) {
                        progress.accept(BATCH);
                    }
                }
                write(fold, 0);
            }
        }
        Sql.update(connection, "ANALYZE " + target);
    }

    private void write(Fold fold, int full) throws SQLException {
        batch.addAll(fold.result());
        if (batch.size() > full) {
            Copy.into(connection, target, columns, batch.iterator(), sent -> {});
            batch.clear();
        }
    }
}
