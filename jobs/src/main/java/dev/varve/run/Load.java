package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Manifest;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.Models;
import dev.varve.model.WarehouseRows;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Lake to warehouse: applies the manifests that the ledger does not have, in order, each in one transaction. */
public final class Load {
    private final Engine engine;
    private final Pipeline pipeline;

    public Load(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /**
     * A manifest that was loaded.
     *
     * @param manifest the manifest
     * @param counts what it did to each warehouse table
     */
    public record Loaded(Manifest manifest, List<LoadCounts> counts) {
        public Loaded {
            counts = List.copyOf(counts);
        }
    }

    /** Loads what is missing and returns it; empty if there is nothing to do. */
    public List<Loaded> run() {
        List<Loaded> loaded = new ArrayList<>();
        History history = engine.log().read();
        try (Warehouse warehouse = Warehouse.open(pipeline)) {
            engine.events().migrated(warehouse.migrate());
            int last = warehouse.lastLoaded(history);
            if (last == history.entries().size()) {
                engine.events().nothingToLoad(last);
            }
            for (int number = last + 1; number <= history.entries().size(); number++) {
                loaded.add(load(warehouse, history.upTo(number)));
            }
        }
        return loaded;
    }

    private Loaded load(Warehouse warehouse, History history) {
        History.Entry entry = history.entries().get(history.entries().size() - 1);
        List<LoadCounts> counts = warehouse.apply(entry, processed(history, entry.manifest()));
        engine.events().loaded(entry.manifest(), counts);
        return new Loaded(entry.manifest(), counts);
    }

    private Map<String, Dataset<Row>> processed(History history, Manifest manifest) {
        SparkSession spark = engine.spark();
        WarehouseRows rows = new WarehouseRows(pipeline, new LakeTables(spark, engine.layout()), new Models(spark));
        ProcessedZone zone = new ProcessedZone(spark, engine.layout());
        Map<String, Dataset<Row>> processed = new LinkedHashMap<>();
        for (Dimension dimension : pipeline.dimensions()) {
            store(zone, manifest, dimension.name(), () -> rows.dimension(dimension, history), processed);
        }
        for (Fact fact : pipeline.facts()) {
            store(zone, manifest, fact.name(), () -> rows.fact(fact, history), processed);
        }
        return processed;
    }

    private void store(
            ProcessedZone zone,
            Manifest manifest,
            String table,
            Supplier<Optional<Dataset<Row>>> rows,
            Map<String, Dataset<Row>> processed) {
        try {
            rows.get().ifPresent(found -> {
                processed.put(table, zone.store(table, manifest.number(), found));
                engine.events().processed(manifest, table);
            });
        } catch (VarveException e) {
            throw e;
        } catch (Exception e) { // Spark's, checked ones among them
            throw VarveException.failed(
                    "Cannot load " + table + " of pipeline " + pipeline.name() + " as of " + manifest.asOf()
                            + ": its rows cannot be computed: " + reason(e) + " Nothing of this interval was loaded.",
                    e);
        }
    }

    /** What the innermost cause says first. */
    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no reason given.");
    }
}
