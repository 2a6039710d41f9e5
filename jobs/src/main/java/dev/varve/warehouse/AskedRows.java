package dev.varve.warehouse;

import static org.apache.spark.sql.functions.lit;

import dev.varve.lake.ProcessedZone;
import dev.varve.model.ModelRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What all loaded manifests asked of one warehouse table, in a temporary table in the warehouse's types. */
public final class AskedRows {
    /** An op that no manifest asks: a fact needs the key. */
    static final String MENTION = "mention";

    /** The driver holds them while it copies. */
    private static final long ROWS_A_PARTITION = 100_000;

    private static final List<String> CONTROL = List.of(
            "NULL::integer AS " + ProcessedZone.MANIFEST,
            "NULL::text AS " + ModelRow.OP,
            "NULL::timestamptz AS " + ModelRow.EFFECTIVE_AT,
            "NULL::text AS " + ModelRow.PRECISION,
            "NULL::integer AS " + ModelRow.POSITION);

    private final TypedTable table;
    private final List<String> columns;
    private final Map<Integer, Long> staged;
    private final LongConsumer progress;

    private AskedRows(TypedTable table, List<String> columns, Map<Integer, Long> staged, LongConsumer progress) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.staged = Map.copyOf(staged);
        this.progress = progress;
    }

    /**
     * An empty table.
     *
     * @param staged by manifest, how many rows the ledger says there were
     * @param progress is told now and then how many rows more were copied
     */
    static AskedRows create(
            Connection connection, String name, TypedColumns columns, Map<Integer, Long> staged, LongConsumer progress)
            throws SQLException {
        return new AskedRows(TypedTable.create(connection, name, columns, CONTROL), columns.names(), staged, progress);
    }

    /** The columns that rows must have beside their manifest's number. */
    public List<String> columns() {
        List<String> all = new ArrayList<>(ModelRow.CONTROL);
        all.addAll(columns);
        return all;
    }

    /** Adds the rows of many manifests. */
    public void add(Dataset<Row> rows) {
        Verification.told(() -> {
            List<String> all = new ArrayList<>(List.of(ProcessedZone.MANIFEST));
            all.addAll(columns());
            long added = table.add(rows.coalesce(partitions()), all, progress);
            table.analyze();
            return added;
        });
    }

    /** Spark fetches a partition at a time, each by a job: not one for each of thousands of small files. */
    private int partitions() {
        long rows = staged.values().stream().mapToLong(Long::longValue).sum();
        return (int) Math.max(1, rows / ROWS_A_PARTITION);
    }

    /** Puts the rows of one manifest in place of those that are there. */
    public void replace(int manifest, Dataset<Row> rows) {
        remove(manifest);
        add(rows.withColumn(ProcessedZone.MANIFEST, lit(manifest)));
    }

    /** Takes out the rows of one manifest. */
    public void remove(int manifest) {
        Verification.told(() -> Sql.update(
                table.connection(),
                "DELETE FROM %s WHERE %s = ?".formatted(table.name(), ProcessedZone.MANIFEST),
                manifest));
    }

    /** The numbers of the manifests of which there are not as many rows as their loads staged, in order. */
    public List<Integer> incomplete() {
        Map<Integer, Long> counts = counts();
        TreeSet<Integer> numbers = new TreeSet<>(staged.keySet());
        numbers.addAll(counts.keySet());
        numbers.removeIf(number -> staged.getOrDefault(number, 0L).equals(counts.getOrDefault(number, 0L)));
        return List.copyOf(numbers);
    }

    /** What the lake yields for a manifest, and what its load staged. */
    public String difference(int manifest) {
        return "the lake yields " + counts().getOrDefault(manifest, 0L) + " rows, and "
                + staged.getOrDefault(manifest, 0L) + " were loaded";
    }

    private Map<Integer, Long> counts() {
        Map<Integer, Long> counts = new HashMap<>();
        Verification.told(() -> Sql.query(
                table.connection(),
                "SELECT %1$s, count(*) FROM %2$s WHERE %3$s <> ? GROUP BY %1$s"
                        .formatted(ProcessedZone.MANIFEST, table.name(), ModelRow.OP),
                row -> {
                    counts.put(row.getInt(1), row.getLong(2));
                    return row.getInt(1);
                },
                MENTION));
        return counts;
    }

    String name() {
        return table.name();
    }

    /** The columns of the model. */
    List<String> modelColumns() {
        return columns;
    }
}
