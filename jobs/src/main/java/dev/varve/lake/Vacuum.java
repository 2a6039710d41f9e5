package dev.varve.lake;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Tuple2;

/**
 * Deletes the files of a Delta table that no version within its retention refers to: 7 days, unless the table says
 * otherwise. Until then readers that began earlier may still use them.
 *
 * @param folder the table's
 * @param place its name for people
 * @param now the time that ages are counted to
 */
record Vacuum(SparkSession spark, LakeFolder folder, String place, Instant now) {
    /** The step, if there are such files. */
    Optional<PruneStep> step() throws IOException {
        Map<String, Long> idle = idle();
        if (idle.isEmpty()) { // as in most tables on most days: Delta would take seconds to find that out
            return Optional.empty();
        }
        // Its log belongs to whoever writes the table; for a processed one that is a load, which may be under way.
        spark.conf().set("spark.databricks.delta.vacuum.logging.enabled", false);
        Set<String> doomed =
                spark.sql("VACUUM delta." + LakeRow.quote(folder.path()) + " DRY RUN").collectAsList().stream()
                        .map(row -> path(new Path(row.getString(0))))
                        .filter(idle::containsKey) // the others are folders that became empty
                        .collect(Collectors.toSet());
        if (doomed.isEmpty()) {
            return Optional.empty();
        }
        long bytes =
                doomed.stream().mapToLong(file -> idle.getOrDefault(file, 0L)).sum();
        Pruned expected = new Pruned(Pruned.Kind.VACUUM, place, "no longer in use", doomed.size(), bytes);
        return Optional.of(PruneStep.of(
                expected, () -> DeltaTable.forPath(spark, folder.path()).vacuum()));
    }

    /** The sizes of the files that no version within the retention uses, and that are old enough to go. */
    private Map<String, Long> idle() throws IOException {
        Tuple2<DeltaLog, Snapshot> table = DeltaLog.forTableWithSnapshot(spark, folder.path());
        Instant end =
                now.minusMillis(DeltaLog.tombstoneRetentionMillis(table._2().metadata()));
        Set<String> used = table._2().allFiles().collectAsList().stream()
                .map(file -> path(file.absolutePath(table._1())))
                .collect(Collectors.toSet());
        Map<String, Long> idle = folder.files().stream()
                .filter(file -> !path(file.getPath()).contains("/_delta_log/"))
                .filter(file -> LakeFolder.written(file).isBefore(end))
                .filter(file -> !used.contains(path(file.getPath())))
                .collect(Collectors.toMap(file -> path(file.getPath()), FileStatus::getLen));
        if (!idle.isEmpty()) {
            idle.keySet().removeAll(removedSince(end, table));
        }
        return idle;
    }

    private static Set<String> removedSince(Instant end, Tuple2<DeltaLog, Snapshot> table) {
        return table._2().tombstones().collectAsList().stream()
                .filter(file -> file.delTimestamp() >= end.toEpochMilli())
                .map(file -> path(file.absolutePath(table._1())))
                .collect(Collectors.toSet());
    }

    private static String path(Path path) {
        return path.toUri().getPath();
    }
}
