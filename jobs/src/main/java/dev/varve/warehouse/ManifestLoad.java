package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Applies one manifest's rows to every table of a pipeline, inside a transaction: dimensions, then facts. */
final class ManifestLoad {
    private final Connection connection;
    private final Pipeline pipeline;
    private final Work work;
    private final Manifest manifest;
    private final LoadProgress progress;
    private final Undo undo;

    /**
     * Of one manifest.
     *
     * @param work what it is applied for, for messages
     */
    ManifestLoad(Connection connection, Pipeline pipeline, Work work, Manifest manifest, LoadProgress progress) {
        this.connection = connection;
        this.pipeline = pipeline;
        this.work = work.on(manifest);
        this.manifest = manifest;
        this.progress = progress;
        this.undo = new Undo(
                connection,
                pipeline.name(),
                manifest.number(),
                pipeline.warehouse().undoDays());
    }

    /** Whether the before-images of what this changes in place are kept. */
    boolean undoIsKept() {
        return undo.isKept();
    }

    /** Applies the rows, and lets go of before-images that are too old. */
    List<LoadCounts> apply(Map<String, Dataset<Row>> rows) throws SQLException {
        List<LoadCounts> counts = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            Optional<Dataset<Row>> asked = Optional.ofNullable(rows.get(dimension.name()));
            step(dimension.name(), () -> load(dimension, asked)).ifPresent(counts::add);
        }
        for (Fact fact : pipeline.facts()) {
            Optional<Dataset<Row>> asked = Optional.ofNullable(rows.get(fact.name()));
            if (asked.isPresent()) {
                counts.add(step(fact.name(), () -> load(fact, asked.get())));
            }
        }
        undo.forget();
        return counts;
    }

    /** Loads one table, with temporary tables of its own: the next manifest of this transaction works with the same ones. */
    private <T> T step(String table, Transaction.Step<T> load) {
        try {
            TemporaryTables.bring(connection, owner(table));
            T loaded = load.run();
            TemporaryTables.setAside(connection, owner(table));
            return loaded;
        } catch (SQLException e) {
            throw work.table(table).failed(e);
        }
    }

    /** The table's place in the pipeline file: names may be too long to begin others with. */
    private String owner(String table) {
        return String.valueOf(pipeline.warehouseTables().indexOf(table));
    }

    private Optional<LoadCounts> load(Dimension dimension, Optional<Dataset<Row>> asked) throws SQLException {
        String schema = pipeline.warehouse().schema();
        Work here = work.table(dimension.name());
        WarehouseTable table = WarehouseTable.of(connection, schema, dimension.name());
        table.require(here, WarehouseTable.columnsOf(dimension, dimension.key()));
        table.requireOptional(here, asked.map(ManifestLoad::modelColumns).orElse(dimension.key()));
        Members.ensureUnknown(connection, schema, dimension, manifest.asOf());
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = modelColumns(asked.get());
        table.require(here, WarehouseTable.columnsOf(dimension, columns));
        table.requireLossless(here, asked.get().schema());
        Staging staging = new Staging(connection, here, dimension.key());
        return Optional.of(
                new DimensionLoad(staging, schema, dimension, columns, undo).apply(manifest, asked.get(), progress));
    }

    private LoadCounts load(Fact fact, Dataset<Row> rows) throws SQLException {
        List<String> columns = modelColumns(rows);
        Work here = work.table(fact.name());
        WarehouseTable table =
                WarehouseTable.of(connection, pipeline.warehouse().schema(), fact.name());
        table.require(here, WarehouseTable.columnsOf(fact, columns));
        table.requireLossless(here, rows.schema());
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            Dimension dimension = pipeline.dimension(foreignKey.dimension());
            WarehouseTable.of(connection, pipeline.warehouse().schema(), dimension.name())
                    .requireLosslessKey(here, dimension, foreignKey, rows.schema());
        }
        Staging staging = new Staging(connection, here, fact.key());
        return new FactLoad(staging, pipeline, fact, columns, undo).apply(manifest, rows, progress);
    }

    private static List<String> modelColumns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(column -> !ModelRow.CONTROL.contains(column))
                .toList();
    }
}
