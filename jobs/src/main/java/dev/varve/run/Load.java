package dev.varve.run;

import dev.varve.lake.AtOnce;
import dev.varve.lake.History;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Manifest;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.Models;
import dev.varve.model.WarehouseRows;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

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
        Map<String, Dataset<Row>> rows = processed(history, entry.manifest());
        try {
            List<LoadCounts> counts = warehouse.apply(entry, rows);
            engine.events().loaded(entry.manifest(), counts);
            return new Loaded(entry.manifest(), counts);
        } finally {
            rows.values().forEach(Dataset::unpersist);
        }
    }

    /** The rows for each warehouse table, kept, and stored in the processed zone. */
    private Map<String, Dataset<Row>> processed(History history, Manifest manifest) {
        SparkSession spark = engine.spark(history);
        WarehouseRows rows = new WarehouseRows(pipeline, new LakeTables(spark, engine.layout()), new Models(spark));
        ProcessedZone zone = new ProcessedZone(engine.layout());
        List<Callable<Optional<Dataset<Row>>>> steps = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            tables.add(dimension.name());
            steps.add(() -> store(zone, manifest, dimension.name(), rows.dimension(dimension, history)));
        }
        for (Fact fact : pipeline.facts()) {
            tables.add(fact.name());
            steps.add(() -> store(zone, manifest, fact.name(), rows.fact(fact, history)));
        }
        List<Optional<Dataset<Row>>> results = AtOnce.run(steps);
        Map<String, Dataset<Row>> processed = new LinkedHashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            String table = tables.get(i);
            results.get(i).ifPresent(found -> processed.put(table, found));
        }
        return processed;
    }

    private Optional<Dataset<Row>> store(
            ProcessedZone zone, Manifest manifest, String table, Optional<Dataset<Row>> rows) {
        Optional<Dataset<Row>> kept = rows.map(found -> found.persist(StorageLevel.MEMORY_AND_DISK()));
        kept.ifPresent(found -> {
            zone.store(table, manifest.number(), found);
            engine.events().processed(manifest, table);
        });
        return kept;
    }
}
