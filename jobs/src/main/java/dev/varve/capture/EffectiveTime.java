package dev.varve.capture;

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
 * When changes take effect (design, section 4). A cursor's value says it, moved into the interval; without one an insert or
 * update takes effect where the interval starts, and a delete where it ends.
 */
final class EffectiveTime {
    private EffectiveTime() {}

    /** Adds {@code effective_at} and {@code precision} to changes. */
    static Dataset<Row> stamp(Dataset<Row> changes, ReadPlan plan, Instant previousReadPoint, Instant readPoint) {
        Column instant = TableRead.cursorInstant(plan, col(LakeRow.NEW));
        Column known = isKnown(plan, instant);
        Column moved = greatest(lit(previousReadPoint), least(lit(readPoint), instant));
        Column isDelete = col(LakeRow.OP).equalTo(LakeRow.Op.DELETE.word());
        return changes.withColumn(
                        LakeRow.EFFECTIVE_AT,
                        when(isDelete, lit(readPoint)).when(known, moved).otherwise(lit(previousReadPoint)))
                .withColumn(
                        LakeRow.PRECISION,
                        when(isDelete.or(known.equalTo(lit(false))), "interval")
                                .when(moved.equalTo(instant), "exact")
                                .otherwise("moved"));
    }

    private static Column isKnown(ReadPlan plan, Column instant) {
        if (plan.read() == TableManifest.Read.INCREMENTAL) {
            return instant.isNotNull();
        }
        // A complete read finds changes that left the cursor alone; only an advanced cursor says when.
        Column before = TableRead.cursorInstant(plan, col(LakeRow.OLD));
        return instant.isNotNull()
                .and(col(LakeRow.OP).equalTo(LakeRow.Op.UPDATE.word()))
                .and(before.isNull().or(instant.gt(before)));
    }
}
