package dev.varve.sandbox;

import static dev.varve.sandbox.PrunedLake.DAY;
import static dev.varve.sandbox.PrunedLake.KEEP_ALL;
import static dev.varve.sandbox.PrunedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.lake.Lease;
import dev.varve.lake.Manifest;
import dev.varve.lake.PruneRecord;
import dev.varve.lake.Pruned;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import dev.varve.run.Prune.Mode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which snapshots of a lake a prune removes, and what follows from it. */
class RetentionIT {
    private static final String POLICY = "{ days: 1, months: 2 }";

    @TempDir
    private static Path once;

    private static Map<Integer, List<String>> states;
    private static Map<Integer, List<String>> oldStates;
    private static Map<Integer, List<String>> layers;

    @TempDir
    private Path folder;

    private PrunedLake lake;
    private LakeDays days;

    /** As of 03-01, 03-30, 03-31, 04-29, 05-04 and 05-05: three items that get a new price each time; Old until 03-31. */
    @BeforeAll
    static void playSixDays() {
        LakeDays six = PrunedLake.onDisk(once).days();
        List<String> points = List.of("03-02", "03-31", "04-01", "04-30", "05-05", "05-06");
        for (int day = 1; day <= points.size(); day++) {
            six.complete(
                    "2026-" + points.get(day - 1) + "T00:30:00Z",
                    day <= 3 ? Map.of("Item", rows(day), "Old", rows(-day)) : Map.of("Item", rows(day)));
        }
        states = six.states("Item");
        oldStates = six.states("Old");
        layers = six.layers("Item");
        assertThat(states.get(3)).hasSize(3).first().asString().contains("\"price\":3");
    }

    @BeforeEach
    void copyLake() {
        lake = PrunedLake.copy(once, folder);
        days = lake.days();
    }

    @Test
    void snapshotsThatThePolicyDoesNotKeepGoAndNightsAndPrunesAfterItAreAsTheyWouldHaveBeen() {
        List<String> before = lake.files().hashes();
        List<Pruned> expected = lake.run(Mode.DRY_RUN, POLICY, Duration.ZERO);
        assertThat(lake.files().hashes()).isEqualTo(before);
        assertThat(lake.prune(POLICY, Duration.ZERO))
                .isEqualTo(expected)
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(
                                Pruned.Kind.SNAPSHOT,
                                "snapshots/Item",
                                "3 snapshots, as of 2026-03-30, 2026-03-31, 2026-05-04",
                                3L),
                        // It left the pipeline file since.
                        tuple(Pruned.Kind.SNAPSHOT, "snapshots/Old", "1 snapshot, as of 2026-03-30", 1L));

        assertThat(days.runs(days.layout().snapshots("Item"))).containsExactly("run-1", "run-4", "run-6");
        assertThat(days.runs(days.layout().snapshots("Old"))).containsExactly("run-1", "run-3");
        assertThat(days.history().snapshots("Item")).map(Manifest::number).containsExactly(1, 4, 6);
        assertThat(days.states("Item")).isEqualTo(states);
        assertThat(days.states("Old")).isEqualTo(oldStates);
        assertThat(days.layers("Item")).isEqualTo(layers);
        assertThat(lake.prune(POLICY, DAY)).isEmpty();

        goOn();
    }

    private void goOn() {
        days.incremental("2026-05-07T00:30:00Z", Map.of("Item", "SELECT 2 AS id, 20 AS price"));
        assertThat(days.layers("Item").get(7)).singleElement().asString().contains("\"old\":{\"id\":2,\"price\":6}");
        days.complete("2026-05-08T00:30:00Z", Map.of("Item", rows(8)));
        assertThat(lake.prune(POLICY, Duration.ZERO))
                .extracting(Pruned::what)
                .containsExactly("1 snapshot, as of 2026-05-05");

        assertThat(days.history().prune().map(PruneRecord::snapshots))
                .contains(Map.of("Item", List.of(1, 4, 8), "Old", List.of(1, 3)));
        assertThat(days.states("Item")).containsAllEntriesOf(states);
        assertThat(days.states("Item").get(7))
                .filteredOn(row -> row.contains("\"price\":6"))
                .hasSize(2);
        assertThat(days.states("Item").get(8)).hasSize(3).allMatch(row -> row.contains("\"price\":8"));
    }

    @Test
    void whatAPruneRecordedAndDidNotComeToRemoveGoesWithTheNext() {
        lake.record(6, Map.of("Item", List.of(1, 6)));

        assertThat(days.states("Item")).isEqualTo(states);
        assertThat(lake.prune(KEEP_ALL, Duration.ZERO))
                .extracting(Pruned::what)
                .containsExactly("4 snapshots, as of 2026-03-30 to 2026-05-04");

        assertThat(days.runs(days.layout().snapshots("Item"))).containsExactly("run-1", "run-6");
        assertThat(days.history().prune()).map(PruneRecord::number).contains(1); // there is nothing new to record
        assertThat(days.states("Item")).isEqualTo(states);
    }

    @Test
    void anIngestThatHoldsTheLeaseKeepsAPruneOutAndLetsADryRunLook() {
        try (Lease ingest = Lease.claim(days.layout().store(), "run-7", Clock.systemUTC())) {
            ingest.ensureHeld();
            List<String> before = lake.files().list("raw");

            assertThatThrownBy(() -> lake.prune("{ days: 0 }", Duration.ZERO))
                    .isInstanceOf(VarveException.class)
                    .hasMessageStartingWith("Cannot write the lake: run run-7 (process ")
                    .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
            assertThat(lake.files().list("raw")).isEqualTo(before);
            assertThat(lake.run(Mode.DRY_RUN, "{ days: 0, months: 0 }", Duration.ZERO))
                    .extracting(Pruned::what)
                    .containsExactly("4 snapshots, as of 2026-03-30 to 2026-05-04", "1 snapshot, as of 2026-03-30");
        }
    }
}
