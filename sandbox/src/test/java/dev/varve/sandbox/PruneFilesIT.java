package dev.varve.sandbox;

import static dev.varve.sandbox.PrunedLake.DAY;
import static dev.varve.sandbox.PrunedLake.KEEP_ALL;
import static dev.varve.sandbox.PrunedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.lake.ProcessedZone;
import dev.varve.lake.Pruned;
import dev.varve.run.Prune;
import dev.varve.run.Prune.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a prune does to the files of a lake. */
class PruneFilesIT {
    @TempDir
    private Path folder;

    private Map<Integer, List<String>> states = Map.of();
    private Map<Integer, List<String>> layers = Map.of();

    @Test
    void debrisGoesSmallFilesBecomeOneAndWhatDeltaNoLongerUsesIsDeleted() {
        String odd = "a lake's `ü` 100%20"; // what Spark, Delta and Hadoop take for their own in a path
        PrunedLake lake = PrunedLake.at(folder, TestLake.ofBuild("files", folder.resolve(odd)));
        playADayWithADeadRun(lake);

        compact(lake);
        removeDebris(lake);
        vacuum(lake);
        assertThat(lake.prune(KEEP_ALL, DAY)).isEmpty();
    }

    private void playADayWithADeadRun(PrunedLake lake) {
        LakeDays days = lake.days();
        days.complete("2026-05-06T00:30:00Z", Map.of("Item", rows(1)));
        days.incremental("2026-05-07T10:00:00Z", Map.of("Item", "SELECT 1 AS id, 10 AS price"));
        days.die("dead", "2026-05-07T11:00:00Z", "Item", rows(11));
        days.incremental("2026-05-07T12:00:00Z", Map.of("Item", "SELECT 1 AS id, 12 AS price"));
        days.incremental("2026-05-08T10:00:00Z", Map.of("Item", "SELECT 1 AS id, 30 AS price"));
        days.incremental("2026-05-08T11:00:00Z", Map.of("Item", "SELECT 1 AS id, 31 AS price"));
        for (String sql : List.of("SELECT 1 AS id, 2 AS price", "SELECT 1 AS id, 3 AS price")) {
            new ProcessedZone(PrunedLake.SPARK, days.layout(), Map.of("item_dim", "model"))
                    .store("item_dim", 1, PrunedLake.SPARK.sql(sql));
        }
        states = days.states("Item");
        layers = days.layers("Item");
        assertThat(states.get(5)).hasSize(3).anyMatch(row -> row.contains("\"price\":31"));
    }

    /** Of days that are over: the newest one is still growing. */
    private void compact(PrunedLake lake) {
        assertThat(lake.prune(KEEP_ALL, Duration.ZERO))
                .extracting(Pruned::kind, Pruned::place, Pruned::what)
                .containsExactly(tuple(Pruned.Kind.COMPACT, "changes/Item", "3 small files into 1"));
        assertThat(PrunedLake.used(lake.days().layout().changes("Item"))).hasSize(1 + 2);
        assertThat(lake.days().layers("Item")).isEqualTo(layers);
    }

    private void removeDebris(PrunedLake lake) {
        assertThat(lake.prune(KEEP_ALL, DAY))
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(Pruned.Kind.DEBRIS, "snapshots/Item", "1 dead run", 1L),
                        tuple(Pruned.Kind.DEBRIS, "changes/Item", "3 rows of 1 dead run", 0L)); // others share its file
        assertThat(lake.days().runs(lake.days().layout().changes("Item"))).doesNotContain("dead");
        assertThat(lake.stored("raw/shop/changes/Item")).hasSize(5 + 1 + 1); // Delta's own clock counts its 7 days
    }

    private void vacuum(PrunedLake lake) {
        lake.endRetention(lake.days().layout().snapshots("Item"));
        lake.endRetention(lake.days().layout().changes("Item"));
        lake.endRetention(lake.days().layout().processed("item_dim"));
        List<Pruned> expected = lake.run(Mode.DRY_RUN, KEEP_ALL, DAY);
        LeasedSteps steps = new LeasedSteps(lake);

        assertThat(new Prune(lake.engine(KEEP_ALL, DAY, steps)).run(Mode.PRUNE)).isEqualTo(expected);

        assertThat(expected)
                .allMatch(step -> step.bytes() > 0)
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(Pruned.Kind.VACUUM, "snapshots/Item", "no longer in use", 1L),
                        tuple(Pruned.Kind.VACUUM, "changes/Item", "no longer in use", 4L),
                        tuple(Pruned.Kind.VACUUM, "processed/item_dim", "no longer in use", 1L));
        assertThat(steps.leased).containsExactly(false, false, false);
        assertThat(lake.stored("raw/shop/changes/Item"))
                .isEqualTo(PrunedLake.used(lake.days().layout().changes("Item")));
        assertThat(lake.stored("raw/shop/snapshots/Item"))
                .isEqualTo(PrunedLake.used(lake.days().layout().snapshots("Item")));
        assertThat(lake.stored("processed/shop/item_dim"))
                .hasSize(1)
                .isEqualTo(PrunedLake.used(lake.days().layout().processed("item_dim")));
        assertThat(lake.days().states("Item")).isEqualTo(states);
        assertThat(lake.days().layers("Item")).isEqualTo(layers);
    }

    /** Whether the lease is held at each step: a vacuum keeps no ingest out. */
    private static final class LeasedSteps extends HeardRows {
        private final List<Boolean> leased = new ArrayList<>();
        private final PrunedLake lake;

        private LeasedSteps(PrunedLake lake) {
            this.lake = lake;
        }

        @Override
        public void pruning(Pruned expected) {
            leased.add(lake.files().exists("raw/shop/lease.json"));
        }
    }
}
