package dev.varve.lake;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** What all layers of a source table say of one key. */
public final class LayersOfKey {
    private final LakeTables lake;

    public LayersOfKey(LakeTables lake) {
        this.lake = lake;
    }

    /**
     * The changes of a key, oldest first; none if no manifest knows it.
     *
     * @param key its values as Postgres writes them, in the order of the table's key
     */
    public List<KeyChange> read(History history, String table, List<String> key) {
        return lake.layers(history, table)
                .map(layers -> {
                    List<Column> columns = history.lastOf(table).orElseThrow().key().stream()
                            .map(name -> col(LakeRow.KEY).getField(name))
                            .toList();
                    return KeyFilter.on(layers, columns, key).collectAsList().stream()
                            .map(LayersOfKey::change)
                            .sorted(Comparator.comparing(KeyChange::place))
                            .toList();
                })
                .orElse(List.of());
    }

    private static KeyChange change(Row row) {
        return new KeyChange(
                row.getInt(row.fieldIndex(LakeRow.MANIFEST)),
                row.getInt(row.fieldIndex(LakeRow.POSITION)),
                row.getString(row.fieldIndex(LakeRow.OP)),
                row.getInstant(row.fieldIndex(LakeRow.EFFECTIVE_AT)),
                row.getString(row.fieldIndex(LakeRow.PRECISION)),
                LakeValues.of(row, LakeRow.OLD),
                LakeValues.of(row, LakeRow.NEW));
    }
}
