package dev.varve.lake;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaColumnMapping;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;

/**
 * A file of a Delta table, as its newest version has it.
 *
 * @param partition the value of the column that the table is partitioned by
 * @param bytes its size
 * @param written when it was
 */
record StoredFile(String partition, long bytes, Instant written) {
    /** All files of a table, from its log alone. */
    static List<StoredFile> of(SparkSession spark, String path, String partitionColumn) {
        Snapshot table = DeltaLog.forTableWithSnapshot(spark, path)._2();
        // Where a table maps its columns, its log calls them by other names.
        String column = DeltaColumnMapping.getPhysicalName(table.schema().apply(partitionColumn));
        return table.allFiles().collectAsList().stream()
                .map(file -> new StoredFile(
                        file.partitionValues().apply(column),
                        file.size(),
                        Instant.ofEpochMilli(file.modificationTime())))
                .toList();
    }

    static long bytes(List<StoredFile> files) {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }
}
