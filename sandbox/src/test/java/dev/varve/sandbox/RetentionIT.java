package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.lake.Layout;
import dev.varve.lake.Manifest;
import dev.varve.lake.ManifestLog;
import dev.varve.lake.ObjectStore;
import dev.varve.lake.PruneRecord;
import dev.varve.lake.Pruned;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.run.Engine;
import dev.varve.run.Prune;
import dev.varve.run.Prune.Mode;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a prune removes from lakes of a few hand-made days, and what it must not touch. */
class RetentionIT {
    private static final SparkSession SPARK = Sessions.open();
    private static final Duration DAY = Duration.ofHours(25);
    private static final String POLICY = "{ days: 1, months: 2 }";
    private static final String KEEP_ALL = "{ days: 99999, months: 0 }";
    private static final String UUID = "0b0e0d0c-1111-2222-3333-444455556666";

    /** What Spark, Delta and Hadoop take for their own in a path. */
    private static final String ODD = "a lake's `ü` 100%20";

    @TempDir
    private static Path once;

    private static LakeDays sixDays;
    private static Map<Integer, List<String>> states;
    private static Map<Integer, List<String>> oldStates;
    private static Map<Integer, List<String>> layers;

    @TempDir
    private Path folder;

    private Path root;
    private LakeDays lake;

    /** As of 03-01, 03-30, 03-31, 04-29, 05-04 and 05-05: three items that get a new price each time; Old until 03-31. */
    @BeforeAll
    static void playSixDays() {
        SPARK.conf().set("spark.sql.codegen.wholeStage", "false"); // as on a small day
        SPARK.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        sixDays = in(once.resolve(ODD));
        List<String> points = List.of("03-02", "03-31", "04-01", "04-30", "05-05", "05-06");
        for (int day = 1; day <= points.size(); day++) {
            sixDays.complete(
                    "2026-" + points.get(day - 1) + "T00:30:00Z",
                    day <= 3 ? Map.of("Item", rows(day), "Old", rows(-day)) : Map.of("Item", rows(day)));
        }
        states = sixDays.states("Item");
        oldStates = sixDays.states("Old");
        layers = sixDays.layers("Item");
        assertThat(states.get(3)).hasSize(3).first().asString().contains("\"price\":3");
    }

    @BeforeEach
    void layOut() {
        root = folder.resolve(ODD);
        lake = in(root);
    }

    private static LakeDays in(Path root) {
        Layout layout = new Layout(
                root.resolve("raw/shop").toUri(), root.resolve("processed/shop").toUri(), S3Settings.AWS);
        return new LakeDays(SPARK, layout);
    }

    private void startWithSixDays() {
        try {
            FileUtils.copyDirectory(once.resolve(ODD).toFile(), root.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void snapshotsThatThePolicyDoesNotKeepGoAndEveryStateStays() {
        startWithSixDays();

        assertThat(prune(POLICY, Duration.ZERO))
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(
                                Pruned.Kind.SNAPSHOT,
                                "snapshots/Item",
                                "3 snapshots, as of 2026-03-30, 2026-03-31, 2026-05-04",
                                3L),
                        // It left the pipeline file since.
                        tuple(Pruned.Kind.SNAPSHOT, "snapshots/Old", "1 snapshot, as of 2026-03-30", 1L));

        assertThat(lake.runs(lake.layout().snapshots("Item"))).containsExactly("run-1", "run-4", "run-6");
        assertThat(lake.runs(lake.layout().snapshots("Old"))).containsExactly("run-1", "run-3");
        assertThat(lake.history().snapshots("Item")).map(Manifest::number).containsExactly(1, 4, 6);
        assertThat(lake.states("Item")).isEqualTo(states);
        assertThat(lake.states("Old")).isEqualTo(oldStates);
        assertThat(lake.layers("Item")).isEqualTo(layers);
        assertThat(prune(POLICY, DAY)).isEmpty();
    }

    @Test
    void nightsAndPrunesAfterAPruneAreAsTheyWouldHaveBeen() {
        startWithSixDays();
        prune(POLICY, Duration.ZERO);

        lake.incremental("2026-05-07T00:30:00Z", Map.of("Item", "SELECT 2 AS id, 20 AS price"));
        assertThat(lake.layers("Item").get(7)).singleElement().asString().contains("\"old\":{\"id\":2,\"price\":6}");
        lake.complete("2026-05-08T00:30:00Z", Map.of("Item", rows(8)));
        assertThat(prune(POLICY, Duration.ZERO))
                .extracting(Pruned::what)
                .containsExactly("1 snapshot, as of 2026-05-05");

        assertThat(lake.history().prune().map(PruneRecord::snapshots))
                .contains(Map.of("Item", List.of(1, 4, 8), "Old", List.of(1, 3)));
        assertThat(lake.states("Item")).containsAllEntriesOf(states);
        assertThat(lake.states("Item").get(7))
                .filteredOn(row -> row.contains("\"price\":6"))
                .hasSize(2);
        assertThat(lake.states("Item").get(8)).hasSize(3).allMatch(row -> row.contains("\"price\":8"));
    }

    @Test
    void smallFilesOfDaysThatAreOverBecomeOneAndDebrisInItGoesLater() {
        startWithSixDays();
        lake.incremental("2026-05-07T10:00:00Z", Map.of("Item", "SELECT 1 AS id, 10 AS price"));
        lake.die("dead", "2026-05-07T11:00:00Z", "Item", rows(11));
        lake.incremental("2026-05-07T12:00:00Z", Map.of("Item", "SELECT 1 AS id, 12 AS price"));
        lake.incremental("2026-05-08T10:00:00Z", Map.of("Item", "SELECT 1 AS id, 30 AS price"));
        lake.incremental("2026-05-08T11:00:00Z", Map.of("Item", "SELECT 1 AS id, 31 AS price"));
        Map<Integer, List<String>> grown = lake.layers("Item");

        assertThat(prune(KEEP_ALL, Duration.ZERO))
                .extracting(Pruned::kind, Pruned::place, Pruned::what)
                .containsExactly(tuple(Pruned.Kind.COMPACT, "changes/Item", "3 small files into 1"));
        assertThat(files(lake.layout().changes("Item"))).hasSize(5 + 1 + 2); // the newest day is still growing
        assertThat(lake.layers("Item")).isEqualTo(grown);

        assertThat(prune(KEEP_ALL, DAY))
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(Pruned.Kind.DEBRIS, "snapshots/Item", "1 dead run", 1L),
                        tuple(Pruned.Kind.DEBRIS, "changes/Item", "3 rows of 1 dead run", 0L)); // others share its file
        assertThat(lake.runs(lake.layout().changes("Item"))).doesNotContain("dead");
        assertThat(lake.layers("Item")).isEqualTo(grown);
        assertThat(prune(KEEP_ALL, DAY)).isEmpty();
    }

    @Test
    void filesThatDeltaNoLongerUsesGoAfterItsRetention() {
        startWithSixDays();
        List<String> before = files(lake.layout().snapshots("Item"));
        prune(POLICY, Duration.ZERO);
        assertThat(allFiles("snapshots/Item")).containsAll(before); // Delta's own clock counts its 7 days

        SPARK.sql("ALTER TABLE delta.`" + lake.layout().snapshots("Item").replace("`", "``")
                + "` SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 0 hours')");
        List<Pruned> expected = run(Mode.DRY_RUN, POLICY, DAY);
        assertThat(prune(POLICY, DAY)).isEqualTo(expected).singleElement().satisfies(step -> {
            assertThat(step.kind()).isEqualTo(Pruned.Kind.VACUUM);
            assertThat(step.place()).isEqualTo("snapshots/Item");
            assertThat(step.files()).isEqualTo(3);
            assertThat(step.bytes()).isPositive();
        });
        assertThat(allFiles("snapshots/Item"))
                .containsExactlyInAnyOrderElementsOf(files(lake.layout().snapshots("Item")));
        assertThat(lake.states("Item")).isEqualTo(states);
        assertThat(prune(POLICY, DAY)).isEmpty();
    }

    @Test
    void whatAPruneRecordedAndDidNotComeToRemoveGoesWithTheNext() {
        startWithSixDays();
        record(6, Map.of("Item", List.of(1, 6)));

        assertThat(lake.states("Item")).isEqualTo(states);
        assertThat(prune(KEEP_ALL, Duration.ZERO))
                .extracting(Pruned::what)
                .containsExactly("4 snapshots, as of 2026-03-30 to 2026-05-04");

        assertThat(lake.runs(lake.layout().snapshots("Item"))).containsExactly("run-1", "run-6");
        assertThat(lake.history().prune()).map(PruneRecord::number).contains(1); // there is nothing new to record
        assertThat(lake.states("Item")).isEqualTo(states);
    }

    @Test
    void columnsThatDeltaHasToMapArePrunedToo() {
        String odd = "SELECT id, price AS `a price, with = {}` FROM (%s)";
        lake.complete("2026-03-01T00:30:00Z", Map.of("Item", odd.formatted(rows(1))));
        lake.complete("2026-03-02T00:30:00Z", Map.of("Item", odd.formatted(rows(2))));
        lake.die("dead", "2026-03-03T00:30:00Z", "Item", odd.formatted(rows(3)));
        Map<Integer, List<String>> before = lake.states("Item");
        record(2, Map.of("Item", List.of(1)));

        assertThat(prune(KEEP_ALL, DAY)).extracting(Pruned::files).containsExactly(1L, 1L, 1L);

        assertThat(lake.runs(lake.layout().snapshots("Item"))).containsExactly("run-1");
        assertThat(lake.runs(lake.layout().changes("Item"))).containsExactly("run-2");
        assertThat(lake.states("Item")).isEqualTo(before);
    }

    @Test
    void debrisOfADeadRunGoesOnceNobodyCanCommitItAnyMoreAndADryRunSaysSo() throws IOException {
        startWithSixDays();
        // Its time stamp is an invented day's; what counts is when it was written.
        lake.die("20200101T003000Z-dead", "2026-05-07T00:30:00Z", "Item", rows(7));
        Files.writeString(raw("manifests/.7.json." + UUID), "{");
        List<String> before = TestLake.onDisk(root).hashes();

        assertThat(run(Mode.DRY_RUN, KEEP_ALL, Duration.ofHours(23))).isEmpty();
        List<Pruned> expected = run(Mode.DRY_RUN, POLICY, DAY);
        assertThat(TestLake.onDisk(root).hashes()).isEqualTo(before);
        assertThat(expected)
                .extracting(Pruned::kind, Pruned::place, Pruned::what, Pruned::files)
                .startsWith(
                        tuple(Pruned.Kind.DEBRIS, "manifests", "drafts of killed runs", 1L),
                        tuple(Pruned.Kind.DEBRIS, "snapshots/Item", "1 dead run", 1L))
                .contains(tuple(Pruned.Kind.DEBRIS, "changes/Item", "3 rows of 1 dead run", 1L))
                .hasSize(5);

        assertThat(prune(KEEP_ALL, Duration.ofHours(23))).isEmpty();
        assertThat(prune(POLICY, DAY)).isEqualTo(expected);
        assertThat(lake.runs(lake.layout().snapshots("Item"))).containsExactly("run-1", "run-4", "run-6");
        assertThat(lake.runs(lake.layout().changes("Item")))
                .containsExactly("run-2", "run-3", "run-4", "run-5", "run-6");
        assertThat(lake.layers("Item")).isEqualTo(layers);
    }

    @Test
    void foldersThatWereNeverCommittedAndDraftsGoOnceTheyAreOld() throws IOException {
        lake.complete("2026-03-01T00:30:00Z", Map.of("Old", rows(1)));
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

        assertThat(prune("{}", Duration.ofHours(23))).isEmpty();
        assertThat(half.resolve("part-0.parquet")).exists();

        assertThat(prune("{}", DAY))
                .extracting(Pruned::place, Pruned::what, Pruned::files)
                .containsExactly(
                        tuple(".", "drafts of killed runs", 1L),
                        tuple("manifests", "drafts of killed runs", 1L),
                        tuple("snapshots/Item", "a table that was never committed", 1L));
        assertThat(Stream.of(half, draft, lease)).noneMatch(Files::exists);
        assertThat(Stream.of(lock, unknown, other)).allMatch(Files::exists);
        assertThat(lake.states("Old").get(1)).hasSize(3);
    }

    @Test
    void aSnapshotThatIsToStayAndIsNotThereStopsAPrune() {
        startWithSixDays();
        DeltaTable.forPath(SPARK, lake.layout().snapshots("Item")).delete("run_id = 'run-1'");

        assertRefused(
                "Cannot prune snapshots/Item: the snapshot of manifest 1 as of 2026-03-01, which is to stay, is not"
                        + " there. Restore the lake's files from a copy. Nothing was removed.");
    }

    @Test
    void aLayerThatIsNotWholeStopsAPrune() {
        startWithSixDays();
        DeltaTable.forPath(SPARK, lake.layout().changes("Item")).delete("run_id = 'run-3' AND key.id = 1");

        assertRefused("Cannot prune changes/Item: the lake shows 2 changes of manifest 3 as of 2026-03-31, which"
                + " counts 3. Restore the lake's files from a copy. Nothing was removed.");
    }

    @Test
    void aTableThatLostItsDeltaLogStopsAPrune() throws IOException {
        startWithSixDays();
        TestLake.onDisk(root)
                .whileAway(
                        "raw/shop/changes/Item/_delta_log",
                        () -> assertRefused(
                                "Cannot prune changes/Item: its Delta log is missing, and manifests name its rows."
                                        + " Restore the lake's files from a copy. Nothing was removed."));
        TestLake.onDisk(root)
                .whileAway(
                        "raw/shop/snapshots/Item/_delta_log",
                        () -> assertRefused(
                                "Cannot prune snapshots/Item: its Delta log is missing, and manifests name its"
                                        + " rows. Restore the lake's files from a copy. Nothing was removed."));
    }

    @Test
    void anIngestThatHoldsTheLeaseKeepsAPruneOutAndLetsADryRunLook() {
        startWithSixDays();
        String lease = "{\"run_id\":\"run-7\",\"host\":\"elsewhere.example\",\"pid\":1,\"started\":\"\",\"expires\":\""
                + Clock.systemUTC().instant().plusSeconds(600) + "\"}";
        ObjectStore store = lake.layout().store();
        assertThat(store.putIfAbsent("lease.json", lease.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        List<String> before = TestLake.onDisk(root).hashes();

        assertThatThrownBy(() -> prune("{ days: 0 }", Duration.ZERO))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot write the lake: run run-7 (process 1 on elsewhere.example) holds it")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
        assertThat(TestLake.onDisk(root).hashes()).isEqualTo(before);
        assertThat(run(Mode.DRY_RUN, "{ days: 0, months: 0 }", Duration.ZERO))
                .extracting(Pruned::what)
                .containsExactly("4 snapshots, as of 2026-03-30 to 2026-05-04", "1 snapshot, as of 2026-03-30");
    }

    @Test
    void aLakeThatIsNotThereHasNothing() {
        assertThat(prune("{}", Duration.ZERO)).isEmpty();
        assertThat(run(Mode.DRY_RUN, "{}", Duration.ZERO)).isEmpty();
    }

    private void assertRefused(String message) {
        List<String> before = TestLake.onDisk(root).hashes();
        assertThatThrownBy(() -> prune("{ days: 0, months: 0 }", DAY))
                .isInstanceOf(VarveException.class)
                .hasMessage(message)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
        assertThat(TestLake.onDisk(root).hashes()).isEqualTo(before);
    }

    /** Three items at a price. */
    private static String rows(int price) {
        return "SELECT CAST(id AS INT) AS id, " + price + " AS price FROM range(1, 4)";
    }

    private List<Pruned> prune(String keep, Duration later) {
        return run(Mode.PRUNE, keep, later);
    }

    /** Runs a prune so much later. */
    private List<Pruned> run(Mode mode, String keep, Duration later) {
        return new Prune(new Engine(pipeline(keep), Clock.offset(Clock.systemUTC(), later), new HeardRows())).run(mode);
    }

    private Pipeline pipeline(String keep) {
        try {
            String yaml = Files.readString(
                    Path.of(Objects.requireNonNull(RetentionIT.class.getResource("/pipelines/shop.yaml"))
                            .getPath()));
            Path file = Files.writeString(
                    folder.resolve("shop.yaml"),
                    yaml.replace("  raw: ${LAKE_RAW}", "  raw: ${LAKE_RAW}\n  keep_snapshots: " + keep));
            Map<String, String> variables = new HashMap<>(Map.of(
                    "LAKE_RAW", parent(lake.layout().raw().getPath()),
                    "LAKE_PROCESSED", parent(lake.layout().processed().getPath())));
            List.of("STOCK_SOURCE_URL", "STOCK_SOURCE_USER", "STOCK_SOURCE_PASSWORD", "SHOP_MIGRATIONS")
                    .forEach(name -> variables.put(name, name));
            List.of("WAREHOUSE_URL", "WAREHOUSE_USER", "WAREHOUSE_PASSWORD").forEach(name -> variables.put(name, name));
            return PipelineReader.read(file, Variables.of(variables, Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String parent(String path) {
        return Objects.requireNonNull(Path.of(path).getParent()).toString();
    }

    private void record(int through, Map<String, List<Integer>> snapshots) {
        new ManifestLog(lake.layout().store())
                .append(new PruneRecord(
                        PruneRecord.FORMAT, "shop", 1, "prune-died", Instant.EPOCH, through, snapshots));
    }

    private Path raw(String path) {
        return Path.of(lake.layout().raw()).resolve(path);
    }

    /** The names of the files that a Delta table uses. */
    private static List<String> files(String path) {
        List<String> names = new ArrayList<>();
        for (String file : SPARK.read().format("delta").load(path).inputFiles()) {
            names.add(file.substring(file.lastIndexOf('/') + 1));
        }
        return names;
    }

    /** The names of all data files in its folder. */
    private List<String> allFiles(String place) {
        try (Stream<Path> files = Files.walk(raw(place))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".parquet"))
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
