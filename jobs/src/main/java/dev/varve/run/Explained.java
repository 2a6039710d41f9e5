package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.KeyChange;
import dev.varve.lake.Manifest;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.WarehouseRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that lake and warehouse know of one key.
 *
 * @param pipeline the pipeline
 * @param table the dimension or fact
 * @param keyColumns its key
 * @param from the table that drives it; none for a dimension that joins tables
 * @param readTables the source tables that its model reads
 * @param rows what the warehouse has
 * @param history what the lake has of manifests, those that are not loaded among them
 * @param changes what the lake has of the key, oldest first
 * @param asked what a load was asked of it with a change, where the processed zone has that
 */
public record Explained(
        Pipeline pipeline,
        String table,
        List<String> keyColumns,
        Optional<String> from,
        List<String> readTables,
        RowsOfKey rows,
        History history,
        List<KeyChange> changes,
        Map<KeyChange.Place, ModelRow.Op> asked) {
    public Explained {
        keyColumns = List.copyOf(keyColumns);
        readTables = List.copyOf(readTables);
        changes = List.copyOf(changes);
        asked = Map.copyOf(asked);
    }

    /** The number of the last loaded manifest. */
    public int loaded() {
        return rows.state().loads().size();
    }

    /** The manifest of that number. */
    public Manifest manifest(int number) {
        return history.entries().get(number - 1).manifest();
    }

    /** The number of the manifest whose load inserted a row; 0 if none did. */
    public int opener(WarehouseRow row) {
        return history.upTo(loaded()).entries().stream()
                .map(History.Entry::manifest)
                .filter(manifest -> manifest.asOf().equals(row.text("loaded_as_of")))
                .mapToInt(Manifest::number)
                .findFirst()
                .orElse(0);
    }

    /** What each change did, for a dimension. */
    public List<Timeline.Step> versionSteps() {
        return switch (pipeline.dimension(table).type()) {
            case TYPE_1 ->
                RowTimeline.of(
                        rows.versions().stream()
                                .map(row -> new RowTimeline.Row(opener(row), row.flag("is_inferred")))
                                .findFirst(),
                        changes,
                        asked,
                        loaded());
            case TYPE_2 ->
                Timeline.ofVersions(rows.versions().stream().map(this::version).toList(), changes, asked, loaded());
        };
    }

    /** What each change did, for a fact. */
    public List<Timeline.Step> factSteps() {
        Fact fact = pipeline.facts().stream()
                .filter(candidate -> candidate.name().equals(table))
                .findFirst()
                .orElseThrow();
        List<Integer> openers =
                rows.facts().stream().map(found -> opener(found.row())).toList();
        return FactTimeline.of(fact.onUpdate(), openers, changes, asked, loaded());
    }

    private Timeline.Version version(WarehouseRow row) {
        return new Timeline.Version(
                opener(row),
                row.instant("valid_from"),
                row.instant("valid_to"),
                row.flag("is_deleted"),
                row.text("valid_from_precision").equals("inferred"),
                row.flag("is_inferred"));
    }
}
