package dev.varve.sandbox;

import static dev.varve.sandbox.PrunedLake.DAY;
import static dev.varve.sandbox.PrunedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.lake.Manifest;
import dev.varve.lake.Pruned;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import dev.varve.run.Ingest;
import dev.varve.run.IngestRequest;
import dev.varve.run.Prune;
import dev.varve.run.Prune.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prunes that die in the midst of it, beside one that nothing disturbs. */
class PruneDeathIT {
    private static final String POLICY = "{ days: 1, months: 0 }";

    /** Each does something: debris and a snapshot of one table, debris and small files of the other, and a draft. */
    private static final int STEPS = 5;

    @TempDir
    private static Path once;

    @TempDir
    private Path folder;

    @BeforeAll
    static void playFourDays() {
        PrunedLake lake = PrunedLake.onDisk(once);
        lake.days().complete("2026-05-04T00:30:00Z", Map.of("Item", rows(1)));
        lake.days().complete("2026-05-05T00:30:00Z", Map.of("Item", rows(2)));
        lake.days().die("dead", "2026-05-06T00:30:00Z", "Item", rows(9));
        lake.days().incremental("2026-05-05T12:00:00Z", Map.of("Item", "SELECT 1 AS id, 3 AS price"));
        lake.days().complete("2026-05-07T00:30:00Z", Map.of("Item", rows(4)));
        lake.files().write("raw/shop/manifests/.4.json.0b0e0d0c-1111-2222-3333-444455556666", "{");
    }

    @Test
    void aPruneThatDiesAfterAnyOfItsStepsIsCompletedByTheNext() {
        PrunedLake undisturbed = PrunedLake.copy(once, folder.resolve("undisturbed"));
        PrunedLake disturbed = PrunedLake.copy(once, folder.resolve("disturbed"));
        Map<Integer, List<String>> states = disturbed.days().states("Item");
        List<Pruned> expected = undisturbed.prune(POLICY, DAY);
        assertThat(expected).hasSize(STEPS);

        List<Pruned> done = new ArrayList<>(die(disturbed, 0)); // right after its record
        for (int step = 1; step < STEPS; step++) {
            done.addAll(die(disturbed, 1));
            assertThat(disturbed.days().states("Item")).isEqualTo(states);
        }
        done.addAll(disturbed.prune(POLICY, DAY));

        assertThat(done).isEqualTo(expected);
        assertThat(content(disturbed)).isEqualTo(content(undisturbed));
        assertThat(disturbed.days().states("Item")).isEqualTo(states);
        assertThat(disturbed.prune(POLICY, DAY)).isEmpty();
    }

    @Test
    void anIngestIsKeptOutWhileAPruneChangesTables() {
        PrunedLake lake = PrunedLake.copy(once, folder);
        IngestMeanwhile meanwhile = new IngestMeanwhile(lake);

        assertThat(new Prune(lake.engine(POLICY, DAY, meanwhile)).run(Mode.PRUNE))
                .hasSize(STEPS);

        assertThat(meanwhile.told).hasSize(STEPS).allSatisfy(busy -> {
            assertThat(busy)
                    .hasMessageMatching("Cannot write the lake: run prune-[0-9a-f]{8} \\(.*\\) holds it until .*");
            assertThat(busy.exitCode()).isEqualTo(ExitCode.BUSY);
        });
    }

    /** Runs a prune that dies when it has done so many steps, and returns them. */
    private static List<Pruned> die(PrunedLake lake, int steps) {
        Dying dying = new Dying(steps);
        assertThatThrownBy(() -> new Prune(lake.engine(POLICY, DAY, dying)).run(Mode.PRUNE))
                .hasMessage("killed");
        return dying.done;
    }

    /** All that a reader can see of a lake, and how many files it takes. */
    private static Map<String, Object> content(PrunedLake lake) {
        LakeDays days = lake.days();
        Map<String, Object> content = new HashMap<>();
        for (String path :
                List.of(days.layout().snapshots("Item"), days.layout().changes("Item"))) {
            String table = path.substring(path.lastIndexOf("/shop/"));
            content.put(table + " runs", days.runs(path));
            content.put(table + " files", PrunedLake.used(path).size());
        }
        content.put("layers", days.layers("Item"));
        content.put(
                "snapshots",
                days.history().snapshots("Item").stream().map(Manifest::number).toList());
        content.put("small files", lake.files().list("raw/shop/manifests"));
        return content;
    }

    private static final class Dying extends HeardRows {
        private final List<Pruned> done = new ArrayList<>();
        private final int steps;

        private Dying(int steps) {
            this.steps = steps;
        }

        @Override
        public void pruning(Pruned expected) {
            if (done.size() == steps) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void pruned(Pruned step) {
            done.add(step);
        }
    }

    /** Tries an ingest before each step. */
    private static final class IngestMeanwhile extends HeardRows {
        private final List<VarveException> told = new ArrayList<>();
        private final PrunedLake lake;

        private IngestMeanwhile(PrunedLake lake) {
            this.lake = lake;
        }

        @Override
        public void pruning(Pruned expected) {
            IngestRequest request = new IngestRequest(Optional.empty(), Optional.empty(), Set.of());
            Ingest ingest = new Ingest(lake.engine(POLICY, DAY, new HeardRows()));
            told.add(catchThrowableOfType(VarveException.class, () -> ingest.run(request)));
        }
    }
}
