package dev.varve.capture;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.varve.lake.LakeRow;
import dev.varve.lake.TableManifest;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * When changes take effect (design, section 4). A cursor says it, and of an insert {@code created_at} where there is one, moved
 * into the interval; where nothing says it an insert or update takes effect where the interval starts, and a delete where it ends.
 */
final class EffectiveTime {
    private EffectiveTime() {}

    /** Adds {@code effective_at} and {@code precision} to changes. */
    static Dataset<Row> stamp(Dataset<Row> changes, ReadPlan plan, Instant previousReadPoint, Instant readPoint) {
        Column told =
                plan.cursor().map(rule -> told(plan, rule)).orElse(lit(null).cast("timestamp"));
        Column moved = greatest(lit(previousReadPoint), least(lit(readPoint), told));
        return changes.withColumn(
                        LakeRow.EFFECTIVE_AT,
                        when(is(LakeRow.Op.DELETE), lit(readPoint))
                                .when(told.isNull(), lit(previousReadPoint))
                                .otherwise(moved))
                .withColumn(
                        LakeRow.PRECISION,
                        when(is(LakeRow.Op.DELETE).or(told.isNull()), "interval")
                                .when(moved.equalTo(told), "exact")
                                .otherwise("moved"));
    }

    /** When the cursor says that a row was inserted or updated; NULL if it does not. */
    private static Column told(ReadPlan plan, CursorRule rule) {
        Column row = col(LakeRow.NEW);
        Column created = rule.createdAt(row);
        Column changed = rule.changedAt(row);
        if (plan.read() == TableManifest.Read.INCREMENTAL) {
            return when(is(LakeRow.Op.INSERT), coalesce(created, changed)).otherwise(changed);
        }
        // A complete read finds changes that left the cursor alone; only an advanced cursor says when.
        Column before = rule.changedAt(col(LakeRow.OLD));
        Column advanced = before.isNull().or(changed.gt(before));
        return when(is(LakeRow.Op.INSERT), created).when(is(LakeRow.Op.UPDATE).and(advanced), changed);
    }

    private static Column is(LakeRow.Op op) {
        return col(LakeRow.OP).equalTo(op.word());
    }
}
