package dev.varve.model;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.lake.KeyChange;
import dev.varve.lake.KeyFilter;
import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeValues;
import dev.varve.lake.ProcessedZone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** What all manifests asked of one key of a warehouse table, as loads stored it in the processed zone. */
public final class ProcessedOfKey {
    private final ProcessedZone zone;

    public ProcessedOfKey(ProcessedZone zone) {
        this.zone = zone;
    }

    /**
     * The changes of a key, oldest first; none if no load stored any. The zone holds end states: what was before a change is
     * what the one before it asked for.
     *
     * @param through manifests up to this number; a shorter lake than the one that was loaded may have left others
     * @param columns the table's key
     * @param key its values as Postgres writes them
     */
    public List<KeyChange> read(String warehouseTable, int through, List<String> columns, List<String> key) {
        List<Column> keyColumns =
                columns.stream().map(name -> col(LakeRow.quote(name))).toList();
        List<Row> rows = zone
                .all(warehouseTable)
                .map(all -> KeyFilter.on(all, keyColumns, key)
                        .where(col(ProcessedZone.MANIFEST).leq(through))
                        .collectAsList())
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparingInt(ProcessedOfKey::manifest))
                .toList();
        List<KeyChange> changes = new ArrayList<>();
        Map<String, JsonNode> before = Map.of();
        for (Row row : rows) {
            KeyChange change = change(row, before);
            changes.add(change);
            before = change.after();
        }
        return changes;
    }

    private static KeyChange change(Row row, Map<String, JsonNode> before) {
        Map<String, JsonNode> after = new LinkedHashMap<>(LakeValues.of(row));
        after.remove(ProcessedZone.MANIFEST);
        ModelRow.CONTROL.forEach(after::remove);
        String op = row.getString(row.fieldIndex(ModelRow.OP));
        return new KeyChange(
                manifest(row),
                0,
                op,
                row.getInstant(row.fieldIndex(ModelRow.EFFECTIVE_AT)),
                row.getString(row.fieldIndex(ModelRow.PRECISION)),
                before,
                op.equals(ModelRow.Op.DELETE.word()) ? Map.of() : after);
    }

    private static int manifest(Row row) {
        return row.getInt(row.fieldIndex(ProcessedZone.MANIFEST));
    }
}
