package dev.varve.capture;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.VarveException;
import dev.varve.source.CursorValue;
import dev.varve.source.SourceSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of one table, fetched once and kept, with unique keys.
 *
 * @param plan what was read
 * @param rows {@code key, hash, row}
 * @param rowCount how many
 * @param watermark for a cursor: its largest value, in this read or before; of instants, at or before the read point; of
 *     numbers, since the last complete read
 */
public record TableRead(ReadPlan plan, Dataset<Row> rows, long rowCount, Optional<CursorValue> watermark)
        implements AutoCloseable {

    /**
     * Fetches a table and checks its keys.
     *
     * @param expected about how many rows there are
     * @param progress is told now and then how many rows more came, from the threads that fetch
     * @throws VarveException (refused) if a key is NULL or occurs twice
     */
    public static TableRead fetch(
            SparkSession spark,
            SourceSnapshot source,
            ReadPlan plan,
            Instant readPoint,
            long expected,
            LongConsumer progress) {
        boolean unique =
                plan.isBag() || source.isKey(plan.table().name(), plan.table().key());
        Dataset<Row> read = source.read(spark, plan.schema(), plan.bound(), expected, progress);
        Dataset<Row> flat = plan.isBag() ? Bag.numbered(read) : read;
        Dataset<Row> rows = LakeRow.keyed(flat, plan.table().key()).persist(StorageLevel.MEMORY_AND_DISK());
        boolean kept = false;
        try {
            TableRead checked =
                    checked(plan, rows, unique ? facts(rows, plan, readPoint) : keyFacts(rows, plan, readPoint));
            kept = true;
            return checked;
        } finally {
            if (!kept) { // Spark throws checked exceptions that it does not declare
                rows.unpersist();
            }
        }
    }

    private static TableRead checked(ReadPlan plan, Dataset<Row> rows, Row facts) {
        long count = facts.isNullAt(0) ? 0 : facts.getLong(0);
        if (count > 0) {
            new KeyCheck(plan.table(), rows).check(facts.getLong(1), facts.getLong(2));
        }
        Optional<CursorValue> newest =
                Optional.ofNullable(facts.get(3)).flatMap(value -> plan.cursor().map(rule -> rule.watermark(value)));
        Optional<CursorValue> before =
                plan.watermark().filter(mark -> plan.cursor().orElseThrow().keepsWatermark(plan.read()));
        Optional<CursorValue> watermark =
                newest.filter(mark -> before.map(mark::isAfter).orElse(true)).or(() -> before);
        return new TableRead(plan, rows, count, watermark);
    }

    /** Rows, rows with a NULL in the key, keys that occur twice or more, and the newest cursor. */
    private static Row keyFacts(Dataset<Row> rows, ReadPlan plan, Instant readPoint) {
        Column keyIsNull = KeyCheck.isNull(plan.table());
        return rows.groupBy(col(LakeRow.KEY))
                .agg(count(lit(1)).as("n"), newestCursor(plan, readPoint).as("cursor"))
                .agg(
                        sum("n"),
                        sum(when(keyIsNull, col("n")).otherwise(0L)),
                        sum(when(keyIsNull.or(col("n").equalTo(1)), 0L).otherwise(1L)),
                        max("cursor"))
                .head();
    }

    /** The same where the source vouches for the key: to group millions of rows takes longer than to read them. */
    private static Row facts(Dataset<Row> rows, ReadPlan plan, Instant readPoint) {
        return rows.agg(count(lit(1)), lit(0L), lit(0L), newestCursor(plan, readPoint))
                .head();
    }

    private static Column newestCursor(ReadPlan plan, Instant readPoint) {
        return plan.cursor()
                .map(rule -> rule.newest(col(LakeRow.ROW), readPoint))
                .orElse(lit(null));
    }

    @Override
    public void close() {
        rows.unpersist();
    }
}
