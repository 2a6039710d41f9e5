package dev.varve.lake;

import dev.varve.pipeline.VarveException;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * A Delta table of the raw zone as a prune finds it.
 *
 * @param path where it lies
 * @param place its name for people, such as {@code changes/Item}
 * @param safe what was written before may go if no manifest names it
 */
record RawFolder(SparkSession spark, String path, String place, Instant safe) {
    boolean isTable() {
        return new DeltaFolder(spark, path).exists();
    }

    /** Whether nobody who wrote then can still commit. */
    boolean isSafe(Instant written) {
        return written.isBefore(safe);
    }

    /**
     * The step that removes files which were written before the table had a Delta log: its first writer died.
     *
     * @param named whether a manifest names rows of the table
     * @throws VarveException (refused) if one does: then the log was lost, and the files are all that is left
     */
    Optional<PruneStep> unlogged(boolean named) throws IOException {
        if (named) {
            throw VarveException.refused("Cannot prune " + place + ": its Delta log is missing, and manifests name its"
                    + " rows. Restore the lake's files from a copy. Nothing was removed.");
        }
        LakeFolder folder = new LakeFolder(spark, path);
        List<FileStatus> files = folder.files();
        if (files.isEmpty() || files.stream().anyMatch(file -> !isSafe(LakeFolder.written(file)))) {
            return Optional.empty();
        }
        long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
        Pruned pruned = new Pruned(Pruned.Kind.DEBRIS, place, "a table that was never committed", files.size(), bytes);
        return Optional.of(PruneStep.of(pruned, folder::delete));
    }

    PruneStep delete(Pruned pruned, Column condition) {
        return PruneStep.of(pruned, () -> DeltaTable.forPath(spark, path).delete(condition));
    }

    /** {@code 1 dead run}, {@code 2 dead runs}. */
    static String deadRuns(int runs) {
        return runs + (runs == 1 ? " dead run" : " dead runs");
    }
}
