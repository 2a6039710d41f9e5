package dev.varve.source;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Lends reads that the driver has opened to Spark's tasks. Spark alone would open a connection per task, later, and each
 * would see the source at another time. A read can be lent once: a task that Spark repeats fails instead of reading
 * something else.
 */
final class OpenReads {
    private static final Map<String, Supplier<Iterator<Row>>> READS = new ConcurrentHashMap<>();

    private OpenReads() {}

    /** A dataset of one partition over rows that a supplier opens when the dataset is first computed. */
    static Dataset<Row> dataset(SparkSession spark, StructType struct, Supplier<Iterator<Row>> rows) {
        String ticket = UUID.randomUUID().toString();
        READS.put(ticket, rows);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(context.parallelize(List.of(ticket), 1).flatMap(OpenReads::borrow), struct);
    }

    private static Iterator<Row> borrow(String ticket) {
        Supplier<Iterator<Row>> rows = READS.remove(ticket);
        if (rows == null) {
            throw new IllegalStateException("A source read was computed twice, or in a process that did not open it");
        }
        return rows.get();
    }
}
