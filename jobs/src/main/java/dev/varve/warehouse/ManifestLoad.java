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
    private final DimensionGuard guard;
    private final TemporaryTables tables;
    private final LoadProgress progress;
    private final Undo undo;

    /**
     * Of one manifest.
     *
     * @param work what it is applied for, for messages
     * @param guard of the manifest that is applied
     */
    ManifestLoad(
            Connection connection,
            Pipeline pipeline,
            Work work,
            DimensionGuard guard,
            TemporaryTables tables,
            LoadProgress progress) {
        this.connection = connection;
        this.tables = tables;
        this.pipeline = pipeline;
        this.guard = guard;
        this.manifest = guard.entry().manifest();
        this.work = work.on(manifest);
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

    /** Applies the rows. */
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
        return counts;
    }

    private <T> T step(String table, Transaction.Step<T> load) {
        try {
            return load.run();
        } catch (SQLException e) {
            throw work.table(table).failed(e);
        }
    }

    private TemporaryTables.Of tables(String table) {
        return tables.of(pipeline.warehouseTables().indexOf(table));
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
        Staging staging = new Staging(
                tables(dimension.name()), here, dimension.key(), Rounds.Kind.of(manifest, dimension.from()));
        return Optional.of(new DimensionLoad(staging, new DimensionTable(schema, dimension), columns, guard, undo)
                .apply(manifest, asked.get(), progress));
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
        Staging staging =
                new Staging(tables(fact.name()), here, fact.key(), Rounds.Kind.of(manifest, Optional.of(fact.from())));
        return new FactLoad(staging, pipeline, fact, columns, undo).apply(manifest, rows, progress);
    }

    private static List<String> modelColumns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(column -> !ModelRow.CONTROL.contains(column))
                .toList();
    }
}
