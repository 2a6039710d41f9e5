package dev.varve.source;

import java.time.Instant;
import java.util.Optional;
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
     */
    Dataset<Row> read(SparkSession spark, TableSchema schema, Optional<LowerBound> bound);

    @Override
    void close();
}
