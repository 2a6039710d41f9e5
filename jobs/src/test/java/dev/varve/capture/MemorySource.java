package dev.varve.capture;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.varve.lake.LakeRow;
import dev.varve.source.LowerBound;
import dev.varve.source.SourceSnapshot;
import dev.varve.source.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A source of tests: one table as it stands at a read.
 *
 * @param vouchesFor the columns of its primary key, true or not
 */
record MemorySource(TableSchema table, List<Row> rows, List<String> vouchesFor, Instant clock)
        implements SourceSnapshot {
    MemorySource {
        rows = List.copyOf(rows);
        vouchesFor = List.copyOf(vouchesFor);
    }

    @Override
    public String consistency() {
        return "one_snapshot";
    }

    @Override
    public TableSchema schema(String name) {
        return table;
    }

    @Override
    public Dataset<Row> read(
            SparkSession spark, TableSchema schema, Optional<LowerBound> bound, long expected, LongConsumer progress) {
        Dataset<Row> all = spark.createDataFrame(rows, schema.struct());
        return bound.map(lower -> all.where(isFrom(lower))).orElse(all);
    }

    private static Column isFrom(LowerBound lower) {
        Column cursor = coalesce(lower.cursor().stream()
                .map(column -> col(LakeRow.quote(column.name())))
                .toArray(Column[]::new));
        return cursor.geq(lit(lower.from().bound())).or(cursor.isNull());
    }

    @Override
    public OptionalLong estimate(TableSchema schema, Optional<LowerBound> bound) {
        return OptionalLong.empty();
    }

    @Override
    public boolean isKey(String name, List<String> columns) {
        return vouchesFor.equals(columns);
    }

    @Override
    public void close() {}
}
