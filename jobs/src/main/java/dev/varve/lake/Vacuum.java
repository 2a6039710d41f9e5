package dev.varve.lake;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Deletes the files of a Delta table that no version within its retention refers to: 7 days, unless the table says
 * otherwise. Until then readers that began earlier may still use them.
 */
record Vacuum(SparkSession spark, LakeFolder folder, String place) {
    /** The step, if there are such files. */
    Optional<PruneStep> step() throws IOException {
        // Its log belongs to whoever writes the table; for a processed one that is a load, which may be under way.
        spark.conf().set("spark.databricks.delta.vacuum.logging.enabled", false);
        List<String> doomed =
                spark.sql("VACUUM delta." + LakeRow.quote(folder.path()) + " DRY RUN").collectAsList().stream()
                        .map((Row row) -> new Path(row.getString(0)).toUri().getPath())
                        .toList();
        if (doomed.isEmpty()) {
            return Optional.empty(); // without a second list of its files
        }
        Map<String, Long> sizes = folder.files().stream()
                .collect(Collectors.toMap(file -> file.getPath().toUri().getPath(), file -> file.getLen()));
        List<Long> files = doomed.stream()
                .filter(sizes::containsKey) // the others are folders that became empty
                .map(path -> sizes.getOrDefault(path, 0L))
                .toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        long bytes = files.stream().mapToLong(Long::longValue).sum();
        Pruned expected = new Pruned(Pruned.Kind.VACUUM, place, "no longer in use", files.size(), bytes);
        return Optional.of(PruneStep.of(
                expected, () -> DeltaTable.forPath(spark, folder.path()).vacuum()));
    }
}
