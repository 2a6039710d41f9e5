package dev.varve.run;

import dev.varve.capture.CapturedTable;
import dev.varve.capture.ReadPlan;
import dev.varve.lake.Manifest;
import dev.varve.lake.Pruned;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.LoadProgress;
import dev.varve.warehouse.Rebuilding;
import dev.varve.warehouse.Rewinding;
import java.util.List;
import java.util.OptionalLong;

/** What happens during a run; for progress and logs. {@link #reading} and {@link #processed} come from other threads. */
public interface RunEvents extends LoadProgress {
    /** What takes long where rows are many, and has no count to show. */
    enum Step {
        /** The rows that were read are compared with the state. */
        COMPARE,
        /** Snapshots and layers are written. */
        WRITE,
        /** The rows for the warehouse are computed from the layers. */
        PROCESS,
        /** The layers are looked through for what a prune may remove. */
        LOOK
    }

    /** A step begins that works on about so many rows. */
    void beginning(Step step, long rows);

    /** There is a manifest for that label already. */
    void nothingToIngest(Manifest manifest);

    /** A table is about to be read. */
    void reading(ReadPlan plan);

    /** So many rows more of a table were fetched; the source guessed how many there would be, if it could. Comes often. */
    void fetching(ReadPlan plan, long rows, OptionalLong expected);

    /** A table was read and compared; nothing has been written yet. */
    void captured(CapturedTable table);

    /** An ingest was committed. */
    void committed(Manifest manifest);

    /** The warehouse's schemas were brought up to date. */
    void migrated(int migrations);

    /** A warehouse table's rows were computed and stored in the processed zone. */
    void processed(Manifest manifest, String table);

    /** A manifest was loaded. */
    void loaded(Manifest manifest, List<LoadCounts> counts);

    /** The warehouse holds every manifest already. */
    void nothingToLoad(int lastLoaded);

    /** A rewind did that, or would. */
    void rewound(Rewinding rewinding, Rewind.Mode mode);

    /** A rebuild is about to compute the rows of a manifest, of so many. */
    void replaying(Manifest manifest, int manifests);

    /** A rebuild did that, or would. */
    void rebuilt(Rebuilding rebuilding, Rebuild.Mode mode);

    /** A prune is about to do that. */
    void pruning(Pruned expected);

    /** A prune did that, or would. */
    void pruned(Pruned step);

    /** A prune is done. */
    void prunedAll(List<Pruned> steps, Prune.Mode mode);

    /** Something that a user should look at, though it stops nothing. */
    void warning(String message);
}
