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
import java.util.stream.Collectors;
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
        List<Row> rows = zone
                .all(warehouseTable)
                .map(all -> KeyFilter.on(all, quoted(columns), key)
                        .where(col(ProcessedZone.MANIFEST).leq(through))
                        .collectAsList())
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparing(ProcessedOfKey::place))
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

    /**
     * What was asked of a key where the lake has a change of it; none where nothing was asked, or it is not stored any more.
     *
     * @param through manifests up to this number
     * @param columns the table's key
     * @param key its values as Postgres writes them
     */
    public Map<KeyChange.Place, ModelRow.Op> asked(
            String warehouseTable, int through, List<String> columns, List<String> key) {
        List<String> wanted = new ArrayList<>(columns);
        wanted.add(ModelRow.OP);
        wanted.add(ModelRow.POSITION);
        return zone
                .through(through, warehouseTable, wanted)
                .map(rows -> KeyFilter.on(rows, quoted(columns), key).collectAsList())
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(
                        ProcessedOfKey::place,
                        row -> ModelRow.Op.of(row.getString(row.fieldIndex(ModelRow.OP))),
                        (first, second) -> second));
    }

    private static List<Column> quoted(List<String> columns) {
        return columns.stream().map(name -> col(LakeRow.quote(name))).toList();
    }

    private static KeyChange change(Row row, Map<String, JsonNode> before) {
        Map<String, JsonNode> after = new LinkedHashMap<>(LakeValues.of(row));
        after.remove(ProcessedZone.MANIFEST);
        ModelRow.CONTROL.forEach(after::remove);
        String op = row.getString(row.fieldIndex(ModelRow.OP));
        KeyChange.Place place = place(row);
        return new KeyChange(
                place.manifest(),
                place.position(),
                op,
                row.getInstant(row.fieldIndex(ModelRow.EFFECTIVE_AT)),
                row.getString(row.fieldIndex(ModelRow.PRECISION)),
                before,
                op.equals(ModelRow.Op.DELETE.word()) ? Map.of() : after);
    }

    private static KeyChange.Place place(Row row) {
        return new KeyChange.Place(
                row.getInt(row.fieldIndex(ProcessedZone.MANIFEST)), row.getInt(row.fieldIndex(ModelRow.POSITION)));
    }
}
