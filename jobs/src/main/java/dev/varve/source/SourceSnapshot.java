package dev.varve.source;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** An open read of a source: everything that it returns is as of one point in time. */
public interface SourceSnapshot extends AutoCloseable {
    /** The source's clock just before the snapshot opened, in microseconds: all that was committed before is in it. */
    Instant clock();

    /** How the tables of this snapshot hang together, for the manifest; {@code one_snapshot} is the best. */
    String consistency();

    /**
     * The columns of a table.
     *
     * @throws dev.varve.pipeline.VarveException if there is no such table or a column's type has no mapping
     */
    TableSchema schema(String table);

    /**
     * The rows of a table, all of them or from a bound on. The rows are fetched when the dataset is first computed and
     * only then: compute it once, and keep what came out, before this snapshot is closed. A second fetch fails.
     *
     * @param expected about how many rows there are; large reads are cut into more partitions
     * @param progress is told now and then how many rows more were fetched, from the threads that fetch
     */
    Dataset<Row> read(
            SparkSession spark, TableSchema schema, Optional<LowerBound> bound, long expected, LongConsumer progress);

    /** The source's own guess of how many rows such a read has, if it makes one: for progress and the choice of plans. */
    OptionalLong estimate(TableSchema schema, Optional<LowerBound> bound);

    /** Whether the source itself sees to it that no two rows of a table agree in these columns and none of them is NULL. */
    boolean isKey(String table, List<String> columns);

    @Override
    void close();
}
