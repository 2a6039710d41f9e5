package dev.varve.sandbox;

import static dev.varve.sandbox.PrunedLake.DAY;
import static dev.varve.sandbox.PrunedLake.KEEP_ALL;
import static dev.varve.sandbox.PrunedLake.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.lake.Pruned;
import dev.varve.run.Prune.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dead runs left in a lake, and when a prune removes it. */
class RetentionDebrisIT {
    private static final Duration TOO_SOON = Duration.ofHours(23);
    private static final String UUID = "0b0e0d0c-1111-2222-3333-444455556666";

    @TempDir
    private Path folder;

    private PrunedLake lake;
    private LakeDays days;

    @BeforeEach
    void layOut() {
        lake = PrunedLake.onDisk(folder);
        days = lake.days();
    }

    @Test
    void debrisGoesOnceNobodyCanCommitItAnyMoreAndADryRunSaysSo() {
        String odd = "SELECT id, price AS `a price, with = {}` FROM (%s)"; // Delta has to map such a column
        days.complete("2026-03-01T00:30:00Z", Map.of("Item", odd.formatted(rows(1))));
        days.complete("2026-03-02T00:30:00Z", Map.of("Item", odd.formatted(rows(2))));
        // Its time stamp is an invented day's; what counts is when it was written.
        days.die("20200101T003000Z-dead", "2026-03-03T00:30:00Z", "Item", odd.formatted(rows(3)));
        Map<Integer, List<String>> before = days.states("Item");
        lake.record(2, Map.of("Item", List.of(1)));

        assertThat(lake.run(Mode.DRY_RUN, KEEP_ALL, TOO_SOON))
                .extracting(Pruned::kind)
                .containsExactly(Pruned.Kind.SNAPSHOT);
        List<Pruned> expected = lake.run(Mode.DRY_RUN, KEEP_ALL, DAY);
        assertThat(lake.prune(KEEP_ALL, DAY))
                .isEqualTo(expected)
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(Pruned.Kind.DEBRIS, "snapshots/Item", "1 dead run", 1L),
                        tuple(Pruned.Kind.SNAPSHOT, "snapshots/Item", "1 snapshot, as of 2026-03-01", 1L),
                        tuple(Pruned.Kind.DEBRIS, "changes/Item", "3 rows of 1 dead run", 1L));

        assertThat(days.runs(days.layout().snapshots("Item"))).containsExactly("run-1");
        assertThat(days.runs(days.layout().changes("Item"))).containsExactly("run-2");
        assertThat(days.states("Item")).isEqualTo(before);
    }

    @Test
    void foldersThatWereNeverCommittedAndDraftsGoOnceTheyAreOld() throws IOException {
        days.complete("2026-03-01T00:30:00Z", Map.of("Old", rows(1)));
        Path half = Files.createDirectories(raw("snapshots/Item/run_id=dead"));
        Files.writeString(half.resolve("part-0.parquet"), "half of a file");
        Path draft = Files.writeString(raw("manifests/.2.json." + UUID), "{");
        Path lease = Files.writeString(raw(".lease.json." + UUID), "{");
        Path lock = Files.writeString(raw(".lease.json.lock"), "");
        Path unknown = Files.writeString(raw("manifests/.2.json.bak"), "mine");
        Path other = Files.createDirectories(raw("snapshots/Unknown")).resolve("part-0.parquet");
        Files.writeString(other, "of nobody");
        for (Path old : List.of(lock, unknown, other)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        }

        assertThat(lake.prune("{}", TOO_SOON)).isEmpty();
        assertThat(half.resolve("part-0.parquet")).exists();

        assertThat(lake.prune("{}", DAY))
                .extracting(Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(".", "drafts of killed runs", 1L),
                        tuple("manifests", "drafts of killed runs", 1L),
                        tuple("snapshots/Item", "a table that was never committed", 1L));
        assertThat(Stream.of(half, draft, lease)).noneMatch(Files::exists);
        assertThat(Stream.of(lock, unknown, other)).allMatch(Files::exists);
        assertThat(days.states("Old").get(1)).hasSize(3);
    }

    @Test
    void aLakeThatIsNotThereHasNothing() {
        assertThat(lake.prune("{}", Duration.ZERO)).isEmpty();
        assertThat(lake.run(Mode.DRY_RUN, "{}", Duration.ZERO)).isEmpty();
    }

    private Path raw(String path) {
        return Path.of(days.layout().raw()).resolve(path);
    }
}
