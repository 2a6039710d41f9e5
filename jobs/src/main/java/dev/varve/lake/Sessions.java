package dev.varve.lake;

import dev.varve.pipeline.VarveException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a process, with every setting that could change a value pinned. */
public final class Sessions {
    /** Up to this many rows a lake is read faster by interpreting plans than by compiling them. */
    private static final long SMALL_LAKE = 200_000;

    private static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final long FEWEST_PARTITIONS = 4;
    private static final long MOST_PARTITIONS = 2000;
    private static final long ROWS_A_PARTITION = 250_000;

    /** What Spark asks for, in bytes: half as much again as the 300 MB that it keeps to itself. */
    private static final long SMALLEST_HEAP = 471_859_200;

    private Sessions() {}

    /** The session for a lake; under spark-submit with the master it was given, else local on all cores. */
    public static SparkSession open(Layout layout) {
        SparkSession spark = open();
        layout.configure(spark.sparkContext().hadoopConfiguration());
        return spark;
    }

    /** The session for lakes on disk. */
    public static SparkSession open() {
        checkHeap(Runtime.getRuntime().maxMemory());
        SparkConf conf = new SparkConf();
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "varve");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4");
        conf.setIfMissing("spark.databricks.delta.snapshotPartitions", "2");
        conf.setIfMissing("spark.sql.parquet.compression.codec", "zstd");
        conf.setIfMissing("spark.sql.files.maxPartitionBytes", "16m"); // the driver holds one while it copies
        conf.setIfMissing("spark.databricks.delta.stats.collect", "false"); // nothing here skips files by them
        // A checksum beside each commit is eight requests more on S3, and every state is counted against the manifests.
        conf.setIfMissing("spark.databricks.delta.writeChecksumFile.enabled", "false");
        if (conf.get("spark.master").startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        conf.set("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
        conf.set("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        conf.set("spark.delta.logStore.s3a.impl", S3LogStore.class.getName());
        conf.set("spark.sql.session.timeZone", "UTC");
        conf.set("spark.sql.datetime.java8API.enabled", "true");
        conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        conf.set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
        conf.set("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED");
        conf.setIfMissing("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false");
        conf.setIfMissing("spark.sql.adaptive.advisoryPartitionSizeInBytes", "16m");
        // It takes what counts the unchanged rows out of a comparison that finds no change.
        conf.set(
                "spark.sql.adaptive.optimizer.excludedRules",
                "org.apache.spark.sql.execution.adaptive.AQEPropagateEmptyRelation");
        conf.set("spark.sql.ansi.enabled", "true"); // a model's overflow is an error, not a NULL
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /** Before Spark does, whose advice does not fit here. */
    static void checkHeap(long bytes) {
        if (bytes < SMALLEST_HEAP) {
            throw VarveException.usage("Cannot start Spark: the heap has " + bytes / 1_000_000 + " MB, and it needs "
                    + SMALLEST_HEAP / 1_000_000 + " or more. Give it 1 or 2 GB: -Xmx2g in VARVE_JAVA_OPTS, or"
                    + " --driver-memory of spark-submit.");
        }
    }

    /**
     * Suits Spark to the size of the work: a shuffle's partitions stay small enough for a driver of 2 GB. Generating and
     * compiling code for each step is the largest cost of a small day and a small part of a large one
     * (docs/decisions/0003-small-days-run-interpreted.md).
     *
     * @param rowsRead rows at hand that the history does not count
     */
    public static void suit(SparkSession spark, History history, long rowsRead) {
        long rows = history.rowsChanged() + rowsRead;
        boolean small = !history.entries().isEmpty() && rows < SMALL_LAKE;
        long partitions = Math.max(FEWEST_PARTITIONS, Math.min(MOST_PARTITIONS, rows / ROWS_A_PARTITION));
        if (!spark.sparkContext().getConf().contains(PARTITIONS)) { // who gives a number means it
            spark.conf().set(PARTITIONS, partitions);
        }
        spark.conf().set("spark.sql.codegen.wholeStage", !small);
        spark.conf().set("spark.sql.codegen.factoryMode", small ? "NO_CODEGEN" : "FALLBACK");
    }
}
