package dev.varve.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Where snapshots that a guard refused are kept for people to look at; states and layers know nothing of them. A small file tells
 * of each; of each table, the rows of one are kept.
 */
public final class Quarantine {
    private static final String FOLDER = "quarantine";
    private static final String FILE = ".json";

    private final ObjectStore store;
    private final Layout layout;

    public Quarantine(Layout layout) {
        this.store = layout.store();
        this.layout = layout;
    }

    /**
     * Keeps a refused snapshot, rows first. They take the place of what was kept of the table before.
     *
     * @param number tells the refused tables of one run apart
     * @param rows {@code key, hash, row}
     */
    public void keep(RefusedSnapshot refused, int number, Dataset<Row> rows) {
        if (refused.kept()) {
            rows.select(LakeRow.ROW)
                    .coalesce(1)
                    .write()
                    .format("delta")
                    .mode(SaveMode.Overwrite)
                    .option("overwriteSchema", "true")
                    .options(ColumnMapping.options(rows.schema()))
                    .save(layout.quarantine(refused.table()));
        }
        String path = FOLDER + "/" + refused.runId() + "-" + number + FILE;
        if (!store.putIfAbsent(path, bytes(refused))) {
            throw VarveException.failed("Cannot quarantine the snapshot of table " + refused.table() + ": " + path
                    + " is there already. Move it away.");
        }
    }

    /** What was ever refused, oldest first. */
    public List<RefusedSnapshot> all() {
        return store.list(FOLDER).stream()
                .filter(name -> name.endsWith(FILE))
                .map(name -> read(FOLDER + "/" + name))
                .sorted(Comparator.comparing(RefusedSnapshot::readPoint).thenComparing(RefusedSnapshot::table))
                .toList();
    }

    /** Whether the rows of a table's next refused snapshot are to be kept: the last that are, are of another reason or interval. */
    public boolean isNew(String table, String reason, History history) {
        Optional<RefusedSnapshot> last = all().stream()
                .filter(refused -> refused.table().equals(table) && refused.kept())
                .reduce((first, second) -> second);
        return last.filter(refused -> refused.reason().equals(reason))
                .filter(refused -> history.last()
                        .filter(manifest -> !manifest.readPoint().isBefore(refused.readPoint()))
                        .isEmpty())
                .isEmpty();
    }

    /** Some rows of the snapshot that is kept of a table, each a value by column. */
    public List<Map<String, JsonNode>> rows(SparkSession spark, String table, int most) {
        String path = layout.quarantine(table);
        return new DeltaFolder(spark, path).exists()
                ? spark.read().format("delta").load(path).limit(most).collectAsList().stream()
                        .map(row -> LakeValues.of(row, LakeRow.ROW))
                        .toList()
                : List.of();
    }

    private RefusedSnapshot read(String path) {
        String problem =
                "Cannot read " + path + ": it is no record of a refused snapshot of this version. Restore the file from"
                        + " a copy of the lake, or delete it.";
        try {
            RefusedSnapshot refused = LakeJson.read(
                    store.read(path)
                            .orElseThrow(() -> VarveException.failed(
                                    "Cannot read " + path + ": it disappeared while it was read.")),
                    RefusedSnapshot.class);
            if (refused.format() != RefusedSnapshot.FORMAT) {
                throw VarveException.failed(problem);
            }
            return refused;
        } catch (IOException e) {
            throw VarveException.failed(problem, e);
        }
    }

    private static byte[] bytes(RefusedSnapshot refused) {
        try {
            return LakeJson.MAPPER.writeValueAsBytes(refused);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of a refused snapshot is always JSON", e);
        }
    }
}
