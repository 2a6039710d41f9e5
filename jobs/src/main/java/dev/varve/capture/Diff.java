package dev.varve.capture;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.VarveException;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/**
 * What differs between two sets of rows with unique keys, each {@code key, hash, row}. Keys and hashes alone are compared;
 * the values are fetched for the keys that differ.
 *
 * @param changes {@code op, key, hash, new, old}; unchanged keys are left out
 * @param observation counts, while the changes are computed, the keys that are equal on both sides
 */
public record Diff(Dataset<Row> changes, Observation observation) {
    private static final String UNCHANGED = "unchanged";

    /** Whether a key that is only on the old side was deleted, or simply not read. */
    public enum Missing {
        DELETED,
        UNKNOWN
    }

    /** The changes that lead from the old rows to the new ones. */
    public static Diff between(Dataset<Row> before, Dataset<Row> after, Missing missing) {
        Observation observation = new Observation();
        Dataset<Row> changed = changedKeys(before, after, missing, observation);
        Dataset<Row> with = changed.join(
                after.select(col(LakeRow.KEY).as("after_key"), col(LakeRow.ROW).as(LakeRow.NEW)),
                col(LakeRow.KEY).equalTo(col("after_key")),
                "left_outer");
        Dataset<Row> changes = with.join(
                        before.select(
                                col(LakeRow.KEY).as("before_key"),
                                col(LakeRow.ROW).as(LakeRow.OLD)),
                        col(LakeRow.KEY).equalTo(col("before_key")),
                        "left_outer")
                .select(LakeRow.OP, LakeRow.KEY, LakeRow.HASH, LakeRow.NEW, LakeRow.OLD);
        return new Diff(changes, observation);
    }

    /** The keys that are equal on both sides; waits until the changes have been computed. */
    public long unchanged() {
        try {
            return (Long) Objects.requireNonNull(observation.getAsJava().get(UNCHANGED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VarveException.failed("Cannot compare: interrupted. Nothing was written; run again.", e);
        }
    }

    private static Dataset<Row> changedKeys(
            Dataset<Row> before, Dataset<Row> after, Missing missing, Observation observation) {
        Dataset<Row> old =
                before.select(col(LakeRow.KEY).as("old_key"), col(LakeRow.HASH).as("old_hash"));
        Dataset<Row> young =
                after.select(col(LakeRow.KEY).as("new_key"), col(LakeRow.HASH).as("new_hash"));
        Column same = col("new_hash").eqNullSafe(col("old_hash"));
        Column op = when(col("old_key").isNull(), LakeRow.Op.INSERT.word())
                .when(col("new_key").isNull(), LakeRow.Op.DELETE.word())
                .otherwise(LakeRow.Op.UPDATE.word());
        return young.join(
                        old,
                        col("new_key").equalTo(col("old_key")),
                        missing == Missing.DELETED ? "full_outer" : "left_outer")
                .observe(observation, count(when(same, lit(1))).as(UNCHANGED))
                .where(same.equalTo(lit(false)))
                .select(
                        op.as(LakeRow.OP),
                        coalesce(col("new_key"), col("old_key")).as(LakeRow.KEY),
                        col("new_hash").as(LakeRow.HASH));
    }
}
