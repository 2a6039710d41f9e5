package dev.varve.run;

import dev.varve.capture.ReadPlan;
import dev.varve.lake.History;
import dev.varve.model.EventTime;
import dev.varve.model.Models;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Source;
import dev.varve.source.SourceSnapshot;
import dev.varve.source.TableSchema;
import dev.varve.warehouse.Migrations;
import dev.varve.warehouse.Purpose;
import dev.varve.warehouse.WarehouseConnections;
import dev.varve.warehouse.WarehouseTable;
import dev.varve.warehouse.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Checks a pipeline against its source and its warehouse without reading or writing a row. */
public final class Validate {
    private final Engine engine;
    private final Pipeline pipeline;

    public Validate(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /**
     * Looks at tables, keys, cursors, models and warehouse columns.
     *
     * @return one line for each thing that was looked at and found right
     * @throws VarveException for the first one that is not
     */
    public List<String> run() {
        List<String> lines = new ArrayList<>();
        Migrations.checkFolder(pipeline.warehouse());
        Map<String, StructType> schemas = schemas(lines);
        Map<String, StructType> models = modelSchemas(schemas);
        try (Connection connection =
                WarehouseConnections.open(pipeline.warehouse().endpoint())) {
            for (Dimension dimension : pipeline.dimensions()) {
                StructType model = schemaOf(models, dimension.name());
                List<String> needed = WarehouseTable.columnsOf(dimension, Arrays.asList(model.fieldNames()));
                WarehouseTable table = table(connection, dimension.name());
                lines.add(checkTable(table, work(dimension.name()), "dimension", needed, model));
                table.requireOptional(work(dimension.name()), Arrays.asList(model.fieldNames()));
            }
            for (Fact fact : pipeline.facts()) {
                StructType model = schemaOf(models, fact.name());
                List<String> needed = WarehouseTable.columnsOf(fact, Arrays.asList(model.fieldNames()));
                WarehouseTable table = table(connection, fact.name());
                lines.add(checkTable(table, work(fact.name()), "fact", needed, model));
                for (ForeignKey foreignKey : fact.foreignKeys()) {
                    Dimension dimension = pipeline.dimension(foreignKey.dimension());
                    table(connection, dimension.name())
                            .requireLosslessKey(work(fact.name()), dimension, foreignKey, model);
                }
            }
        } catch (SQLException e) {
            throw VarveException.failed("Cannot look at the warehouse: " + VarveException.firstLine(e), e);
        }
        return lines;
    }

    private Map<String, StructType> schemas(List<String> lines) {
        Map<String, StructType> schemas = new LinkedHashMap<>();
        History none = new History(List.of());
        try (SourceSnapshot source = Source.of(pipeline.source()).open()) {
            for (Table table : pipeline.tables()) {
                TableSchema schema = source.schema(table.name());
                ReadPlan plan = ReadPlan.of(table, schema, none, source.clock(), pipeline.schedule());
                schemas.put(table.name(), plan.rowType());
                lines.add("table " + table.name() + ": " + schema.columns().size() + " columns, "
                        + (table.capture() instanceof Capture.Append ? "rows told apart by " : "key ") + table.key()
                        + ", " + table.capture().word());
            }
        }
        return schemas;
    }

    private Map<String, StructType> modelSchemas(Map<String, StructType> schemas) {
        SparkSession spark = engine.spark(new History(List.of()));
        Models evaluation = new Models(spark);
        Map<String, Supplier<Dataset<Row>>> tables = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> tables.put(name, () -> spark.createDataFrame(List.of(), schema)));
        Map<String, StructType> models = new LinkedHashMap<>();
        for (Dimension dimension : pipeline.dimensions()) {
            Dataset<Row> rows =
                    evaluation.evaluate(dimension.name(), dimension.model(), tables, dimension.requiredColumns());
            models.put(dimension.name(), rows.schema());
        }
        for (Fact fact : pipeline.facts()) {
            Dataset<Row> rows = evaluation.evaluate(fact.name(), fact.model(), tables, fact.requiredColumns());
            models.put(fact.name(), EventTime.asInstant(fact, rows).schema());
        }
        return models;
    }

    private static StructType schemaOf(Map<String, StructType> models, String name) {
        return models.getOrDefault(name, new StructType());
    }

    private Work work(String table) {
        return Work.of(Purpose.VALIDATE, pipeline).table(table);
    }

    private WarehouseTable table(Connection connection, String name) throws SQLException {
        return WarehouseTable.of(connection, pipeline.warehouse().schema(), name);
    }

    private static String checkTable(
            WarehouseTable table, Work work, String kind, List<String> needed, StructType model) {
        if (!table.exists()) {
            return kind + " " + table.name() + ": " + needed.size()
                    + " columns, with those that load fills; the table is not there yet, load will migrate the schema";
        }
        table.require(work, needed);
        table.requireLossless(work, model);
        return kind + " " + table.name() + ": all " + needed.size() + " columns are in " + table.schema() + "."
                + table.name();
    }
}
