package dev.varve.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnull;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns of the lake's own tables. A source's row is one struct, so that no column of a source can collide with them.
 */
public final class LakeRow {
    /** The run that wrote the row; the row exists only if a manifest names it. */
    public static final String RUN_ID = "run_id";
    /** The struct of the key columns. */
    public static final String KEY = "key";
    /** The struct of all captured columns. */
    public static final String ROW = "row";
    /** 64 bits over all captured columns, each with its null flag. */
    public static final String HASH = "hash";
    /** A change: {@link Op} in lower case. */
    public static final String OP = "op";
    /** Orders several changes of one key within a layer, from 0. */
    public static final String POSITION = "position";
    /** The row after a change; null for a delete. */
    public static final String NEW = "new";
    /** The row before a change; null for an insert. */
    public static final String OLD = "old";
    /** When a change takes effect. */
    public static final String EFFECTIVE_AT = "effective_at";
    /** How well that is known: exact, interval, moved or initial. */
    public static final String PRECISION = "precision";
    /** The manifest's number of a layer row. */
    public static final String MANIFEST = "manifest";
    /** The UTC day of the read point; layers are partitioned by it. */
    public static final String DAY = "day";

    private LakeRow() {}

    /** What a layer row says happened to its key. */
    public enum Op {
        INSERT,
        UPDATE,
        DELETE;

        /** As the lake stores it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one that the lake stores so. */
        public static Op of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Flat rows of a source as {@code key, hash, row}. */
    public static Dataset<Row> keyed(Dataset<Row> flat, List<String> key) {
        Column[] columns = quoted(Arrays.asList(flat.columns()));
        return flat.select(
                struct(quoted(key)).as(KEY),
                hash(columns).as(HASH),
                struct(columns).as(ROW));
    }

    /** Several column names, quoted. */
    public static Column[] quoted(List<String> names) {
        return names.stream().map(name -> col(quote(name))).toArray(Column[]::new);
    }

    /** An identifier in Spark's quotes. */
    public static String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /** How many positions rows have by a column that counts them from 0; 1 if there are no rows. */
    public static int positions(Dataset<Row> rows, String column) {
        Row last = rows.agg(max(col(column))).head();
        return last.isNullAt(0) ? 1 : last.getInt(0) + 1;
    }

    private static Column hash(Column[] columns) {
        // Without the flags xxhash64(null, 'v') = xxhash64('v', null), and a value that moves would be missed for ever.
        List<Column> flagged = new ArrayList<>();
        for (Column column : columns) {
            flagged.add(isnull(column));
            flagged.add(column);
        }
        return xxhash64(flagged.toArray(Column[]::new));
    }
}
