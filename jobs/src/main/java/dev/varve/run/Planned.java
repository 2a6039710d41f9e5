package dev.varve.run;

import dev.varve.lake.Manifest;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the next load would do.
 *
 * @param pipeline the pipeline's name
 * @param loaded how many manifests the warehouse holds
 * @param migrations what the load would apply to the warehouse first; what it does to the rows is not known then
 * @param manifests what it would load, in order
 * @param changes the rows that would come or change, by table and kind; none while migrations are missing
 */
public record Planned(
        String pipeline,
        int loaded,
        List<String> migrations,
        List<PlannedManifest> manifests,
        List<Trial.Change> changes) {
    public Planned {
        migrations = List.copyOf(migrations);
        manifests = List.copyOf(manifests);
        changes = List.copyOf(changes);
    }

    /**
     * A manifest that would be loaded.
     *
     * @param number its number
     * @param asOf its label
     * @param previousReadPoint where its interval starts
     * @param readPoint where it ends
     * @param runId the run that wrote it
     * @param counts what it would do to each table; none while migrations are missing
     * @param asked how many rows it asks for by table and op, while migrations are missing
     */
    public record PlannedManifest(
            int number,
            String asOf,
            Optional<Instant> previousReadPoint,
            Instant readPoint,
            String runId,
            List<LoadCounts> counts,
            Map<String, Map<String, Long>> asked) {
        public PlannedManifest {
            counts = List.copyOf(counts);
        }

        static PlannedManifest of(Manifest manifest, List<LoadCounts> counts, Map<String, Map<String, Long>> asked) {
            return new PlannedManifest(
                    manifest.number(),
                    manifest.asOf(),
                    manifest.previousReadPoint(),
                    manifest.readPoint(),
                    manifest.runId(),
                    counts,
                    asked);
        }
    }
}
