package dev.varve.run;

import dev.varve.capture.CapturedTable;
import dev.varve.capture.ReadPlan;
import dev.varve.lake.Manifest;
import dev.varve.warehouse.LoadCounts;
import java.util.List;

/** What happens during a run; for progress and logs. {@link #reading} and {@link #processed} come from other threads. */
public interface RunEvents {
    /** There is a manifest for that label already. */
    void nothingToIngest(Manifest manifest);

    /** A table is about to be read. */
    void reading(ReadPlan plan);

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

    /** Something that a user should look at, though it stops nothing. */
    void warning(String message);
}
