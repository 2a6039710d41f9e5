package dev.varve.capture;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Reconcile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * How a complete read of a table differs from its state in the lake.
 *
 * @param met how many rows of the state were met
 * @param changed rows that differ and that the table's capture will find, with the next ingest or the next reconcile
 * @param unseen rows that differ and that no capture will ever find, by what happened to them
 * @param keys the first keys of these
 */
public record SourceDifference(long met, long changed, Map<LakeRow.Op, Long> unseen, List<String> keys) {
    private static final int MOST_KEYS = 5;
    private static final String SEEN = "seen";
    private static final String KEY_TEXT = "key_text";

    public SourceDifference {
        unseen = Map.copyOf(unseen);
        keys = List.copyOf(keys);
    }

    /**
     * Compares.
     *
     * @param planned what the next ingest would read of the table
     * @param read all of it
     * @param state {@code key, hash, row}
     */
    public static SourceDifference between(ReadPlan planned, TableRead read, Dataset<Row> state) {
        Diff diff = Diff.between(state, read.rows(), Diff.Missing.DELETED);
        Dataset<Row> changes = diff.changes()
                .select(
                        col(LakeRow.OP),
                        concat_ws(", ", keyTexts(planned)).as(KEY_TEXT),
                        coalesce(seen(planned), lit(false)).as(SEEN))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return counted(changes, diff);
        } finally {
            changes.unpersist();
        }
    }

    private static SourceDifference counted(Dataset<Row> changes, Diff diff) {
        long changed = 0;
        long inserted = 0;
        Map<LakeRow.Op, Long> unseen = new TreeMap<>();
        long all = 0;
        for (Row row : changes.groupBy(col(LakeRow.OP), col(SEEN))
                .agg(count(lit(1)))
                .collectAsList()) {
            LakeRow.Op op = LakeRow.Op.of(row.getString(0));
            long rows = row.getLong(2);
            all += rows;
            inserted += op == LakeRow.Op.INSERT ? rows : 0;
            if (row.getBoolean(1)) {
                changed += rows;
            } else {
                unseen.put(op, rows);
            }
        }
        List<String> keys = unseen.isEmpty() ? List.of() : keys(changes);
        return new SourceDifference(diff.unchanged() + all - inserted, changed, unseen, keys);
    }

    private static List<String> keys(Dataset<Row> changes) {
        return changes.where(col(SEEN).equalTo(lit(false))).orderBy(KEY_TEXT).limit(MOST_KEYS).collectAsList().stream()
                .map(row -> row.getString(0) + " of " + row.getString(1))
                .toList();
    }

    private static Column[] keyTexts(ReadPlan plan) {
        return plan.table().key().stream()
                .map(name -> col(LakeRow.KEY).getField(name).cast("string"))
                .toArray(Column[]::new);
    }

    /** A complete read finds everything; without one, what is at or after the bound of a cursor, or has none. */
    private static Column seen(ReadPlan planned) {
        boolean reconciled = !(planned.table().capture() instanceof Capture.Cursor cursor)
                || cursor.reconcile() != Reconcile.NEVER;
        if (reconciled || planned.bound().isEmpty()) {
            return lit(true);
        }
        Column cursor = TableRead.cursorInstant(planned, col(LakeRow.NEW));
        return col(LakeRow.OP)
                .notEqual(LakeRow.Op.DELETE.word())
                .and(cursor.isNull().or(cursor.geq(lit(planned.bound().get().from()))));
    }
}
