package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.Layout;
import dev.varve.lake.ManifestLog;
import dev.varve.lake.ObjectStore;
import dev.varve.lake.ProcessedZone;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.Pipeline;
import dev.varve.warehouse.ModelHash;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;

/** What the steps of one command work with. Spark is started by the first step that needs it. */
public final class Engine {
    private final Pipeline pipeline;
    private final Clock clock;
    private final RunEvents events;
    private final Layout layout;
    private final ObjectStore store;
    private final ManifestLog log;
    private final Set<String> committed = ConcurrentHashMap.newKeySet();

    /**
     * For one command.
     *
     * @param pipeline the pipeline
     * @param clock the real clock, for leases
     * @param events who hears what happens
     */
    public Engine(Pipeline pipeline, Clock clock, RunEvents events) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.events = events;
        this.layout = Layout.of(pipeline.lake(), pipeline.name());
        this.store = layout.store();
        this.log = new ManifestLog(store, pipeline.name());
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /** The real clock. */
    public Clock clock() {
        return clock;
    }

    public RunEvents events() {
        return events;
    }

    /** Where the pipeline's lake is. */
    public Layout layout() {
        return layout;
    }

    /** The store of its manifests and its lease. */
    public ObjectStore store() {
        return store;
    }

    /** Its manifests. */
    public ManifestLog log() {
        return log;
    }

    /** Remembers that a run of this process wrote its layers and committed its manifest. */
    void committed(String runId) {
        committed.add(runId);
    }

    /** Whether a run of this process did. */
    boolean hasCommitted(String runId) {
        return committed.contains(runId);
    }

    /** The Spark session, suited to the size of a lake. */
    SparkSession spark(History history) {
        SparkSession spark = Sessions.open(layout);
        Sessions.suit(spark, history, 0);
        return spark;
    }

    /** The processed zone as it is for the pipeline's models. */
    ProcessedZone processedZone(History history) {
        return new ProcessedZone(spark(history), layout, ModelHash.of(pipeline));
    }
}
