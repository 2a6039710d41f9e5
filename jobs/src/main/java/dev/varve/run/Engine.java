package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.Layout;
import dev.varve.lake.ManifestLog;
import dev.varve.lake.ObjectStore;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.Pipeline;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/**
 * What every command works with. Spark is started by the first step that needs it.
 *
 * @param pipeline the pipeline
 * @param clock the real clock, for leases
 * @param events who hears what happens
 */
public record Engine(Pipeline pipeline, Clock clock, RunEvents events) {
    /** Where the pipeline's lake is. */
    public Layout layout() {
        return Layout.of(pipeline.lake(), pipeline.name());
    }

    /** The store of its manifests and its lease. */
    public ObjectStore store() {
        return ObjectStore.at(layout().raw());
    }

    /** Its manifests. */
    public ManifestLog log() {
        return new ManifestLog(store(), pipeline.name());
    }

    /** The Spark session, suited to the size of a lake. */
    SparkSession spark(History history) {
        SparkSession spark = Sessions.open();
        Sessions.suit(spark, history, 0);
        return spark;
    }
}
