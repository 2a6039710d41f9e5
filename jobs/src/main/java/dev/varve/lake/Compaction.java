package dev.varve.lake;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Writes the small files of a partition into few: each costs every later reader a request. The rows stay as they are, and
 * Delta tells its readers that nothing changed.
 */
record Compaction(RawFolder folder, String partitionColumn) {
    /** A file below that is small: reading it costs little more than asking for it. */
    static final long SMALL = 32L << 20;

    private static final long LARGEST = 128L << 20;

    /** The step for the partitions that have several small files; each is given with the sizes of its files. */
    Optional<PruneStep> of(Map<Object, ? extends Collection<Long>> partitions) {
        Map<Object, List<Long>> scattered = new HashMap<>();
        partitions.forEach((partition, sizes) -> {
            List<Long> small = sizes.stream().filter(size -> size < SMALL).toList();
            if (small.size() > 1) {
                scattered.put(partition, small);
            }
        });
        if (scattered.isEmpty()) {
            return Optional.empty();
        }
        long from = scattered.values().stream().mapToLong(List::size).sum();
        long to = scattered.values().stream().mapToLong(Compaction::outcome).sum();
        long bytes = scattered.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
        Column chosen = col(partitionColumn).isin(scattered.keySet().toArray());
        return Optional.of(new PruneStep(pruned(from, to, bytes), () -> execute(chosen, bytes)));
    }

    private Pruned execute(Column chosen, long bytes) {
        folder.spark().conf().set("spark.databricks.delta.optimize.minFileSize", SMALL);
        folder.spark().conf().set("spark.databricks.delta.optimize.maxFileSize", LARGEST);
        // As SQL: the builder takes a path with a backtick for another statement.
        Row metrics = folder.spark()
                .sql("OPTIMIZE delta." + LakeRow.quote(folder.path()) + " WHERE "
                        + chosen.expr().sql())
                .selectExpr("metrics.numFilesRemoved", "metrics.numFilesAdded")
                .first();
        return pruned(metrics.getLong(0), metrics.getLong(1), bytes);
    }

    private Pruned pruned(long from, long to, long bytes) {
        return new Pruned(Pruned.Kind.COMPACT, folder.place(), from + " small files into " + to, from, bytes);
    }

    private static long outcome(List<Long> sizes) {
        long bytes = sizes.stream().mapToLong(Long::longValue).sum();
        return Math.max(1, (bytes + LARGEST - 1) / LARGEST);
    }
}
