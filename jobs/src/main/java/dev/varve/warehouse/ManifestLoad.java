package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.model.ModelRow;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
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
    private final Manifest manifest;
    private final LoadProgress progress;
    private final Undo undo;

    ManifestLoad(Connection connection, Pipeline pipeline, Manifest manifest, LoadProgress progress) {
        this.connection = connection;
        this.pipeline = pipeline;
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
    private <T> T step(String table, Transaction.Work<T> load) {
        try {
            TemporaryTables.bring(connection, owner(table));
            T loaded = load.run();
            TemporaryTables.setAside(connection, owner(table));
            return loaded;
        } catch (SQLException e) {
            throw failed(table, e);
        }
    }

    /** The table's place in the pipeline file: names may be too long to begin others with. */
    private String owner(String table) {
        return String.valueOf(pipeline.warehouseTables().indexOf(table));
    }

    private Optional<LoadCounts> load(Dimension dimension, Optional<Dataset<Row>> asked) throws SQLException {
        String schema = pipeline.warehouse().schema();
        WarehouseTable table = WarehouseTable.of(connection, schema, dimension.name());
        table.require(WarehouseTable.columnsOf(dimension, dimension.key()));
        table.requireOptional(asked.map(ManifestLoad::modelColumns).orElse(dimension.key()));
        Members.ensureUnknown(connection, schema, dimension, manifest.asOf());
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = modelColumns(asked.get());
        table.require(WarehouseTable.columnsOf(dimension, columns));
        table.requireLossless(asked.get().schema());
        return Optional.of(
                new DimensionLoad(connection, schema, dimension, columns, undo).apply(manifest, asked.get(), progress));
    }

    private LoadCounts load(Fact fact, Dataset<Row> rows) throws SQLException {
        List<String> columns = modelColumns(rows);
        WarehouseTable table =
                WarehouseTable.of(connection, pipeline.warehouse().schema(), fact.name());
        table.require(WarehouseTable.columnsOf(fact, columns));
        table.requireLossless(rows.schema());
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            Dimension dimension = pipeline.dimension(foreignKey.dimension());
            WarehouseTable.of(connection, pipeline.warehouse().schema(), dimension.name())
                    .requireLosslessKey(dimension, foreignKey, rows.schema());
        }
        return new FactLoad(connection, pipeline, fact, columns, undo).apply(manifest, rows, progress);
    }

    private static List<String> modelColumns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(column -> !ModelRow.CONTROL.contains(column))
                .toList();
    }

    private VarveException failed(String table, SQLException e) {
        return VarveException.failed(
                "Cannot load " + table + " of pipeline " + pipeline.name() + " as of " + manifest.asOf() + ": "
                        + Sql.reason(e) + ". " + Sql.cure(e) + "Nothing of this interval was loaded.",
                e);
    }
}
