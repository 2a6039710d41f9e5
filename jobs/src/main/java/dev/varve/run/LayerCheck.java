package dev.varve.run;

import dev.varve.lake.AtOnce;
import dev.varve.lake.History;
import dev.varve.lake.LakeFailure;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;

/** Makes sure that the lake holds what a manifest counts: a Delta log that lost a commit shows less, without an error. */
final class LayerCheck {
    private static final String RESTORE = "Restore the lake's files from a copy.";

    private final Work work;
    private final Manifest manifest;
    private final LakeTables lake;

    private LayerCheck(Work work, Manifest manifest, LakeTables lake) {
        this.work = work.on(manifest);
        this.manifest = manifest;
        this.lake = lake;
    }

    /**
     * Counts the layers of the last manifest of a history, unless this process has just written them.
     *
     * @param work what they are read for
     * @throws VarveException (refused) if rows are missing, (failed) if a layer cannot be read
     */
    static void check(Engine engine, Work work, History history) {
        Manifest last = history.last().orElseThrow();
        if (engine.hasCommitted(last.runId())) {
            return;
        }
        LayerCheck check = new LayerCheck(work, last, new LakeTables(engine.spark(history), engine.layout()));
        List<Callable<Long>> steps = new ArrayList<>();
        last.tables()
                .forEach((table, ingested) ->
                        steps.add(() -> check.count(table, ingested.counts().changed())));
        AtOnce.run(steps);
    }

    private long count(String table, long counted) {
        long found;
        try {
            found = lake.layer(manifest, table).map(Dataset::count).orElse(0L);
        } catch (Exception e) { // Spark's, checked ones among them
            throw work.failed(
                    "the changes of table " + table + " cannot be read: " + LakeFailure.reason(e), RESTORE, e);
        }
        if (found != counted) {
            throw work.refused(
                    "the lake shows " + found + " changes of table " + table + ", and its manifest counts " + counted,
                    RESTORE + " Then run " + work.command() + ".");
        }
        return found;
    }
}
