package dev.varve.capture;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Reconcile;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * How a complete read of a table differs from its state in the lake.
 *
 * @param met how many rows of the state were met
 * @param changed rows that differ and that the table's capture will find, with the next ingest or the next reconcile
 * @param unseen rows that differ and that no capture will ever find; none of what did not happen
 */
public record SourceDifference(long met, long changed, List<Unseen> unseen) {
    private static final int MOST_KEYS = 5;
    private static final String SEEN = "seen";
    private static final String KEY_TEXT = "key_text";

    public SourceDifference {
        unseen = List.copyOf(unseen);
    }

    /**
     * Rows that no capture will find.
     *
     * @param op what happened to them
     * @param rows how many
     * @param keys the first of them
     */
    public record Unseen(LakeRow.Op op, long rows, List<String> keys) {
        public Unseen {
            keys = List.copyOf(keys);
        }
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
        long met = 0;
        long changed = 0;
        List<Unseen> unseen = new ArrayList<>();
        for (Row row : changes.groupBy(col(LakeRow.OP), col(SEEN))
                .agg(count(lit(1)))
                .orderBy(col(LakeRow.OP))
                .collectAsList()) {
            LakeRow.Op op = LakeRow.Op.of(row.getString(0));
            long rows = row.getLong(2);
            met += op == LakeRow.Op.INSERT ? 0 : rows;
            if (row.getBoolean(1)) {
                changed += rows;
            } else {
                unseen.add(new Unseen(op, rows, keys(changes, op)));
            }
        }
        return new SourceDifference(diff.unchanged() + met, changed, unseen);
    }

    private static List<String> keys(Dataset<Row> changes, LakeRow.Op op) {
        return changes
                .where(col(SEEN).equalTo(lit(false)).and(col(LakeRow.OP).equalTo(op.word())))
                .orderBy(KEY_TEXT)
                .limit(MOST_KEYS)
                .collectAsList()
                .stream()
                .map(row -> row.getString(1))
                .toList();
    }

    private static Column[] keyTexts(ReadPlan plan) {
        return plan.table().key().stream()
                .map(name -> col(LakeRow.KEY).getField(name).cast("string"))
                .toArray(Column[]::new);
    }

    /** A complete read finds everything; without one, what is at or after the bound of a cursor, or has none. */
    private static Column seen(ReadPlan planned) {
        boolean reconciled =
                !(planned.table().capture() instanceof Capture.Cursor cursor) || cursor.reconcile() != Reconcile.NEVER;
        if (reconciled || planned.bound().isEmpty()) {
            return lit(true);
        }
        Column cursor = planned.cursor().orElseThrow().value(col(LakeRow.NEW));
        return col(LakeRow.OP)
                .notEqual(LakeRow.Op.DELETE.word())
                .and(cursor.isNull()
                        .or(cursor.geq(lit(planned.bound().get().from().bound()))));
    }
}
