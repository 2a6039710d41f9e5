package dev.varve.source;

import dev.varve.pipeline.VarveException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The rows of one streaming query; the statement is closed after the last row. */
final class SourceRows implements Iterator<Row> {
    private static final int TELL_EVERY = 10_000;

    private final TableSchema schema;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<Getter> getters;
    private final LongConsumer progress;
    private long fetched;
    private volatile boolean onRow;

    /** @param getter how a value of a lake type is fetched */
    SourceRows(
            TableSchema schema,
            PreparedStatement statement,
            ResultSet rows,
            Function<String, Getter> getter,
            LongConsumer progress) {
        this.schema = schema;
        this.statement = statement;
        this.rows = rows;
        this.progress = progress;
        this.getters =
                schema.columns().stream().map(Column::lakeType).map(getter).toList();
        advance();
    }

    @Override
    public boolean hasNext() {
        return onRow;
    }

    @Override
    public Row next() {
        if (!onRow) {
            throw new NoSuchElementException();
        }
        @Nullable Object[] values = new @Nullable Object[getters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i);
        }
        advance();
        return RowFactory.create(values);
    }

    private @Nullable Object value(int i) {
        try {
            return getters.get(i).value(rows, i + 1);
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot read table " + schema.table() + ": column "
                            + schema.columns().get(i).name() + " holds a value that cannot be kept: "
                            + VarveException.sentence(VarveException.firstLine(e))
                            + " Correct the value.",
                    e);
        }
    }

    /** Whether the last row was taken. */
    boolean isAtEnd() {
        return !onRow;
    }

    private void advance() {
        try {
            onRow = rows.next();
            if (onRow && ++fetched % TELL_EVERY == 0) {
                progress.accept(TELL_EVERY);
            } else if (!onRow) {
                statement.close();
            }
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot read table " + schema.table() + ": "
                            + VarveException.sentence(VarveException.firstLine(e))
                            + " Run again once the cause is gone.",
                    e);
        }
    }
}
