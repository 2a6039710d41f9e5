package dev.varve.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.varve.capture.Diff;
import dev.varve.lake.History;
import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one manifest asks of each warehouse table: the columns of its model and those of {@link ModelRow}, one row a key and
 * position. A pure function of lake and model.
 */
public final class WarehouseRows {
    private static final String CHANGE = "varve_change";
    private static final String CHANGED_KEY = "varve_key";
    private static final String YIELDED = "varve_yielded";

    private final Pipeline pipeline;
    private final LakeTables lake;
    private final Models models;

    public WarehouseRows(Pipeline pipeline, LakeTables lake, Models models) {
        this.pipeline = pipeline;
        this.lake = lake;
        this.models = models;
    }

    /** The rows of a dimension; empty if nothing that it reads has changed. */
    public Optional<Dataset<Row>> dimension(Dimension dimension, History history) {
        return dimension
                .from()
                .map(from -> driven(dimension, from, history))
                .orElseGet(() -> compared(dimension, history));
    }

    /** The rows of a fact; empty if its driving table has not changed. */
    public Optional<Dataset<Row>> fact(Fact fact, History history) {
        return byPosition(history, fact.from(), layer -> {
            Dataset<Row> model = EventTime.asInstant(
                    fact, model(fact.name(), fact.model(), fact.from(), layer, history, fact.requiredColumns()));
            Column op = when(col(CHANGE).isNull(), ModelRow.Op.STRAY.word())
                    .when(is(CHANGE, LakeRow.Op.DELETE), ModelRow.Op.DELETE.word())
                    .when(col(YIELDED).isNotNull(), ModelRow.Op.UPSERT.word())
                    // A row that returned may have left a deleted fact behind; before the first snapshot there is none.
                    .when(col(ModelRow.PRECISION).notEqual("initial"), ModelRow.Op.REMOVE.word());
            return joined(layer, model, fact.key(), op);
        });
    }

    private Optional<Dataset<Row>> driven(Dimension dimension, String from, History history) {
        return byPosition(history, from, layer -> {
            Dataset<Row> model =
                    model(dimension.name(), dimension.model(), from, layer, history, dimension.requiredColumns());
            Column op = when(col(CHANGE).isNull(), ModelRow.Op.STRAY.word())
                    .when(col(YIELDED).isNotNull(), ModelRow.Op.UPSERT.word())
                    .when(is(CHANGE, LakeRow.Op.INSERT).equalTo(lit(false)), ModelRow.Op.DELETE.word());
            return joined(layer, model, dimension.key(), op);
        });
    }

    /** A model sees one change of a key at a time: what it makes of each position of a layer, put together. */
    private Optional<Dataset<Row>> byPosition(History history, String from, UnaryOperator<Dataset<Row>> asked) {
        Manifest manifest = history.last().orElseThrow();
        return layer(history, from).map(layer -> {
            int positions = lake.positions(manifest, from);
            return IntStream.range(0, positions)
                    .mapToObj(position -> asked.apply(
                                    positions == 1
                                            ? layer
                                            : layer.where(col(LakeRow.POSITION).equalTo(position)))
                            .withColumn(ModelRow.POSITION, lit(position)))
                    .reduce(Dataset::unionByName)
                    .orElseThrow();
        });
    }

    /** A dimension that joins tables: its end states before and after the interval. */
    private Optional<Dataset<Row>> compared(Dimension dimension, History history) {
        Manifest manifest = history.last().orElseThrow();
        History before = history.upTo(manifest.number() - 1);
        List<String> tables = pipeline.tables().stream()
                .map(Table::name)
                .filter(table -> Models.mentions(dimension.model(), table))
                .toList();
        boolean first =
                tables.stream().anyMatch(table -> before.newestSnapshot(table).isEmpty());
        if (!first && tables.stream().allMatch(table -> layer(history, table).isEmpty())) {
            return Optional.empty();
        }
        Dataset<Row> after = endState(dimension, history);
        return Optional.of(asked(manifest, first, first ? after.limit(0) : endState(dimension, before), after));
    }

    private static Dataset<Row> asked(Manifest manifest, boolean first, Dataset<Row> before, Dataset<Row> after) {
        Dataset<Row> changes = Diff.between(before, after, Diff.Missing.DELETED).changes();
        Column isDelete = is(LakeRow.OP, LakeRow.Op.DELETE);
        List<Column> columns = new ArrayList<>();
        columns.add(when(isDelete, ModelRow.Op.DELETE.word())
                .otherwise(ModelRow.Op.UPSERT.word())
                .as(ModelRow.OP));
        columns.add(when(isDelete, lit(manifest.readPoint()))
                .otherwise(lit(
                        first
                                ? LakeTables.BEGINNING
                                : manifest.previousReadPoint().orElseThrow()))
                .as(ModelRow.EFFECTIVE_AT));
        columns.add(lit(first ? "initial" : "interval").as(ModelRow.PRECISION));
        columns.add(lit(0).as(ModelRow.POSITION));
        for (String column : after.select(LakeRow.ROW + ".*").columns()) {
            columns.add(when(isDelete, col(LakeRow.OLD).getField(column))
                    .otherwise(col(LakeRow.NEW).getField(column))
                    .as(column));
        }
        return changes.select(columns.toArray(Column[]::new));
    }

    private Dataset<Row> endState(Dimension dimension, History history) {
        Dataset<Row> rows =
                models.evaluate(dimension.name(), dimension.model(), states(history), dimension.requiredColumns());
        return LakeRow.keyed(rows, dimension.key());
    }

    private Dataset<Row> model(
            String name, String sql, String from, Dataset<Row> layer, History history, List<String> required) {
        Map<String, Supplier<Dataset<Row>>> tables = states(history);
        tables.put(from, () -> layer.where(col(LakeRow.NEW).isNotNull()).select(LakeRow.NEW + ".*"));
        return models.evaluate(name, sql, tables, required);
    }

    /** The layer's rows with what the model made of each; rows without an op ask for nothing and are left out. */
    private static Dataset<Row> joined(Dataset<Row> layer, Dataset<Row> model, List<String> key, Column op) {
        Dataset<Row> changes = layer.select(
                col(LakeRow.OP).as(CHANGE),
                col(LakeRow.KEY).as(CHANGED_KEY),
                col(LakeRow.EFFECTIVE_AT).as(ModelRow.EFFECTIVE_AT),
                col(LakeRow.PRECISION).as(ModelRow.PRECISION));
        Dataset<Row> yielded = model.withColumn(YIELDED, lit(true));
        String[] sourceKey = layer.select(LakeRow.KEY + ".*").columns();
        Map<String, Column> keyColumns = new HashMap<>();
        Column matches = lit(true);
        for (int i = 0; i < sourceKey.length; i++) {
            String name = key.get(i);
            Column changed = col(CHANGED_KEY)
                    .getField(sourceKey[i])
                    .cast(model.schema().apply(name).dataType());
            matches = matches.and(changed.equalTo(col(LakeRow.quote(name))));
            keyColumns.put(name, coalesce(changed, col(LakeRow.quote(name))));
        }
        List<Column> columns = new ArrayList<>();
        columns.add(op.as(ModelRow.OP));
        columns.add(col(ModelRow.EFFECTIVE_AT));
        columns.add(col(ModelRow.PRECISION));
        for (String column : model.columns()) {
            columns.add(
                    keyColumns.getOrDefault(column, col(LakeRow.quote(column))).as(column));
        }
        return changes.join(yielded, matches, "full_outer")
                .select(columns.toArray(Column[]::new))
                .where(col(ModelRow.OP).isNotNull());
    }

    private Optional<Dataset<Row>> layer(History history, String table) {
        return lake.layer(history.last().orElseThrow(), table);
    }

    Map<String, Supplier<Dataset<Row>>> states(History history) {
        Map<String, Supplier<Dataset<Row>>> states = new HashMap<>();
        for (Table table : pipeline.tables()) {
            states.put(
                    table.name(),
                    () -> lake.state(history, table.name())
                            .orElseThrow(() ->
                                    VarveException.failed("Cannot load pipeline " + pipeline.name() + ": manifest "
                                            + history.entries().size() + " does not have table " + table.name() + "."))
                            .select(LakeRow.ROW + ".*"));
        }
        return states;
    }

    private static Column is(String column, LakeRow.Op op) {
        return col(column).equalTo(op.word());
    }
}
