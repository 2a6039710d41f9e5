package dev.varve.run;

import dev.varve.lake.ProcessedZone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the processed zone has of one manifest, to be read later: a rebuild computes thousands of manifests before it applies the
 * first.
 *
 * @param manifest its number
 * @param tables by warehouse table; one that the manifest asks nothing of is absent
 */
record StoredRows(int manifest, Map<String, Stored> tables) {
    StoredRows {
        tables = Map.copyOf(tables);
    }

    /**
     * The rows of one table.
     *
     * @param columns their columns
     * @param rows how many there are
     */
    record Stored(List<String> columns, long rows) {
        Stored {
            columns = List.copyOf(columns);
        }
    }

    static StoredRows of(int manifest, Map<String, Dataset<Row>> byTable) {
        Map<String, Stored> tables = new HashMap<>();
        byTable.forEach((table, rows) -> tables.put(table, new Stored(List.of(rows.columns()), rows.count())));
        return new StoredRows(manifest, tables);
    }

    /** The rows by warehouse table. */
    Map<String, Dataset<Row>> read(ProcessedZone zone) {
        Map<String, Dataset<Row>> rows = new HashMap<>();
        tables.forEach((table, stored) -> rows.put(table, zone.read(table, manifest, stored.columns())));
        return rows;
    }

    /** How many rows of a table there were when they were stored. */
    long count(String table) {
        return Optional.ofNullable(tables.get(table)).map(Stored::rows).orElse(0L);
    }
}
