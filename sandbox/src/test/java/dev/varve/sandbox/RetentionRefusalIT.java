package dev.varve.sandbox;

import static dev.varve.sandbox.PrunedLake.DAY;
import static dev.varve.sandbox.PrunedLake.KEEP_ALL;
import static dev.varve.sandbox.PrunedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.run.Prune.Mode;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that lost something: what looks like debris may be all that is left. */
class RetentionRefusalIT {
    private static final String OLDEST_AND_NEWEST = "{ days: 0, months: 0 }";

    @TempDir
    private static Path once;

    @TempDir
    private Path folder;

    private PrunedLake lake;

    @BeforeAll
    static void playThreeDays() {
        LakeDays days = PrunedLake.onDisk(once).days();
        for (int day = 1; day <= 3; day++) {
            days.complete("2026-03-0" + (day + 1) + "T00:30:00Z", Map.of("Item", rows(day)));
        }
    }

    @BeforeEach
    void copyLake() {
        lake = PrunedLake.copy(once, folder);
    }

    @Test
    void aSnapshotThatIsToStayAndIsNotThereStopsAPrune() {
        DeltaTable.forPath(PrunedLake.SPARK, lake.days().layout().snapshots("Item"))
                .delete("run_id = 'run-1'");

        lake.assertRefused(
                "Cannot prune snapshots/Item: the snapshot of manifest 1 as of 2026-03-01, which is to stay, is"
                        + " not there. Restore the lake's files, and prunes/ with them, from a copy. Nothing was removed.");
    }

    @Test
    void aLayerThatIsNotWholeStopsAPrune() {
        DeltaTable.forPath(PrunedLake.SPARK, lake.days().layout().changes("Item"))
                .delete("run_id = 'run-2' AND key.id = 1");

        lake.assertRefused("Cannot prune changes/Item: the lake shows 2 changes of manifest 2 as of 2026-03-02, which"
                + " counts 3. Restore the lake's files from a copy. Nothing was removed.");
    }

    @Test
    void aTableThatLostItsDeltaLogStopsAPrune() {
        for (String place : List.of("changes/Item", "snapshots/Item")) {
            lake.files()
                    .whileAway(
                            "raw/shop/" + place + "/_delta_log",
                            () -> lake.assertRefused(
                                    "Cannot prune " + place + ": its Delta log is missing, and manifests"
                                            + " name its rows. Restore the lake's files from a copy. Nothing was removed."));
        }
    }

    @Test
    void aLakeThatLostItsLastManifestsIsNotTakenForDebris() {
        lake.files().delete("raw/shop/manifests/3.json");
        lake.files().delete("raw/shop/manifests/2.json");
        lake.assertRefused("Cannot prune changes/Item: it has changes of manifest 3, and the lake has 1 manifest."
                + " Restore manifests/ from a copy of the lake. Nothing was removed.");

        lake.files().delete("raw/shop/manifests/1.json");
        lake.assertRefused("Cannot prune changes/Item: it has changes of manifest 3, and the lake has 0 manifests."
                + " Restore manifests/ from a copy of the lake. Nothing was removed.");
    }

    @Test
    void aFirstSnapshotWhoseManifestWasLostIsNotTakenForDebris() {
        lake.files().delete("raw/shop/manifests");
        lake.files().delete("raw/shop/changes");
        List<String> before = lake.files().hashes();

        assertThat(lake.prune(KEEP_ALL, DAY)).isEmpty();
        assertThat(lake.files().hashes()).isEqualTo(before);
    }

    @Test
    void aLakeThatLostAManifestThatAPruneSawIsNotPruned() {
        assertThat(lake.prune(OLDEST_AND_NEWEST, Duration.ZERO)).hasSize(1);
        lake.files().delete("raw/shop/manifests/3.json");

        lake.assertRefused("Cannot write the lake of pipeline shop: prunes/1.json saw 3 manifests, and 2 are there."
                + " Restore manifests/ from a copy of the lake, or delete prunes/ as well if the lake was deleted to begin"
                + " anew. Nothing was changed.");
    }

    @Test
    void aLakeThatLostTheRecordOfAPruneShowsNoSmallerStates() {
        assertThat(lake.prune(OLDEST_AND_NEWEST, Duration.ZERO)).hasSize(1);
        lake.files().delete("raw/shop/prunes");

        PrunedLake.assertRefused(
                () -> lake.days().states("Item"),
                "Cannot compute the state of table Item: the snapshot of manifest 2 as of 2026-03-02 is not there."
                        + " Restore the lake's files, and prunes/ with them, from a copy.");
        PrunedLake.assertRefused(
                () -> lake.run(Mode.PRUNE, KEEP_ALL, DAY),
                "Cannot prune snapshots/Item: the snapshot of manifest 2 as of 2026-03-02, which is to stay, is not"
                        + " there. Restore the lake's files, and prunes/ with them, from a copy. Nothing was removed.");
    }
}
