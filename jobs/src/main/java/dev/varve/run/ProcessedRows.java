package dev.varve.run;

import dev.varve.lake.AtOnce;
import dev.varve.lake.History;
import dev.varve.lake.LakeFailure;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Manifest;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.Models;
import dev.varve.model.WarehouseRows;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of one manifest for each warehouse table, as the processed zone has them. */
final class ProcessedRows {
    private final Engine engine;
    private final Work work;
    private final Manifest manifest;
    private final ProcessedZone zone;
    private final Keeping keeping;
    private final Map<String, Dataset<Row>> byTable = new ConcurrentHashMap<>();

    private ProcessedRows(Engine engine, Work work, Manifest manifest, ProcessedZone zone, Keeping keeping) {
        this.engine = engine;
        this.work = work.on(manifest);
        this.keeping = keeping;
        this.manifest = manifest;
        this.zone = zone;
    }

    /** Whether rows are stored in the processed zone, or only said how to compute, for who writes nothing. */
    enum Keeping {
        STORED,
        UNSTORED
    }

    /**
     * The rows of the last manifest of a history.
     *
     * @param work what they are computed for
     */
    static ProcessedRows compute(Engine engine, Work work, History history, Keeping keeping) {
        Pipeline pipeline = engine.pipeline();
        SparkSession spark = engine.spark(history);
        ProcessedRows processed =
                new ProcessedRows(engine, work, history.last().orElseThrow(), engine.processedZone(history), keeping);
        WarehouseRows rows = new WarehouseRows(pipeline, new LakeTables(spark, engine.layout()), new Models(spark));
        List<Callable<Boolean>> steps = new ArrayList<>();
        for (Dimension dimension : pipeline.dimensions()) {
            steps.add(() -> processed.store(dimension.name(), () -> rows.dimension(dimension, history)));
        }
        for (Fact fact : pipeline.facts()) {
            steps.add(() -> processed.store(fact.name(), () -> rows.fact(fact, history)));
        }
        engine.events().beginning(RunEvents.Step.PROCESS, processed.manifest.rowsChanged());
        AtOnce.run(steps);
        return processed;
    }

    /** The rows by warehouse table; a table that the manifest asks nothing of is absent. */
    Map<String, Dataset<Row>> byTable() {
        return Map.copyOf(byTable);
    }

    private boolean store(String table, Supplier<Optional<Dataset<Row>>> rows) {
        try {
            Optional<Dataset<Row>> found = rows.get();
            if (keeping == Keeping.UNSTORED) {
                found.ifPresent(asked -> byTable.put(table, asked));
                return found.isPresent();
            }
            found.ifPresent(asked -> {
                byTable.put(table, zone.store(table, manifest.number(), asked));
                engine.events().processed(manifest, table);
            });
            if (found.isEmpty()) {
                zone.clear(table, manifest.number());
            }
            return found.isPresent();
        } catch (Exception | FSError e) { // Spark's, checked ones among them, and what Hadoop says of a full disk
            throw VarveException.within(e)
                    .orElseGet(() ->
                            work.table(table).failed("its rows cannot be computed: " + LakeFailure.reason(e), "", e));
        }
    }
}
