package dev.varve.source;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Lends the reads of one snapshot, which the driver has opened, to Spark's tasks. Spark alone would open a connection per task, later, and each
 * would see the source at another time. A part of a read can be lent once: a task that Spark repeats fails instead of
 * reading something else.
 */
final class OpenReads implements AutoCloseable {
    /** A block of so many rows fits into the memory of a small driver, and keeps each core busy for about a second. */
    private static final int ROWS_A_PART = 250_000;

    private static final int MOST_PARTS = 2_000;
    private static final Map<String, SharedRead> READS = new ConcurrentHashMap<>();

    private final List<String> tickets = new CopyOnWriteArrayList<>();

    /**
     * A dataset over rows that a supplier opens when the dataset is first computed.
     *
     * @param expected about how many rows there are; a large read becomes several partitions, so that rows are worked on by
     *     all cores and kept in blocks of a moderate size
     */
    Dataset<Row> dataset(SparkSession spark, StructType struct, long expected, Supplier<Iterator<Row>> rows) {
        int parts = (int) Math.max(1, Math.min(MOST_PARTS, expected / ROWS_A_PART));
        String ticket = UUID.randomUUID().toString();
        tickets.add(ticket);
        READS.put(ticket, new SharedRead(parts, ROWS_A_PART, rows));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
        return spark.createDataFrame(context.parallelize(numbers, parts).flatMap(part -> borrow(ticket, part)), struct);
    }

    private static Iterator<Row> borrow(String ticket, int part) {
        SharedRead read = READS.get(ticket);
        if (read == null) {
            throw new IllegalStateException("A source read was computed twice, or in a process that did not open it");
        }
        return read.part(part);
    }

    /** Takes back what was lent: the connection behind it is about to close. */
    @Override
    public void close() {
        tickets.forEach(READS::remove);
    }
}
