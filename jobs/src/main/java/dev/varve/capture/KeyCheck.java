package dev.varve.capture;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.SomeKeys;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Refuses a read in which rows cannot be told apart by their keys (design, section 3, rule 1).
 *
 * @param table the table
 * @param rows {@code key, hash, row}
 */
record KeyCheck(Table table, Dataset<Row> rows) {
    /** Whether a key has a NULL in it. */
    static Column isNull(Table table) {
        return table.key().stream()
                .map(name -> col(LakeRow.KEY).getField(name).isNull())
                .reduce(Column::or)
                .orElseThrow();
    }

    /**
     * Refuses, with the first of the keys.
     *
     * @param nulls how many rows have a NULL in the key
     * @param duplicates how many keys occur more than once
     */
    void check(long nulls, long duplicates) {
        if (nulls > 0) {
            SomeKeys keys = FirstKeys.of(rows.where(isNull(table)), table, nulls);
            throw refused((nulls == 1 ? "1 row has" : nulls + " rows have") + " a NULL in the key " + table.key()
                    + (table.key().size() == 1 ? "" : ": " + keys.text()));
        }
        if (duplicates > 0) {
            Dataset<Row> repeated =
                    rows.groupBy(col(LakeRow.KEY)).agg(count(lit(1)).as("n")).where(col("n").gt(1));
            throw refused((duplicates == 1 ? "1 key of " : duplicates + " keys of ") + table.key()
                    + (duplicates == 1 ? " occurs" : " occur") + " more than once: "
                    + FirstKeys.of(repeated, table, duplicates).text());
        }
    }

    private VarveException refused(String problem) {
        return VarveException.refused("Cannot ingest table " + table.name() + ": " + problem
                + ". Correct the rows, or the key in the pipeline file. Nothing was written.");
    }
}
