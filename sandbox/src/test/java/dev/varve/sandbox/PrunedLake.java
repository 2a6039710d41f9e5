package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.ManifestLog;
import dev.varve.lake.PruneRecord;
import dev.varve.lake.Pruned;
import dev.varve.lake.Sessions;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.run.Engine;
import dev.varve.run.Prune;
import dev.varve.run.Prune.Mode;
import dev.varve.run.RunEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A lake of a few hand-made days, and prunes of it. It has no source and no warehouse. */
final class PrunedLake {
    static final SparkSession SPARK = Sessions.open();

    /** After which debris goes. */
    static final Duration DAY = Duration.ofHours(25);

    static final String KEEP_ALL = "{ days: 99999, months: 0 }";

    private final Path folder;
    private final TestLake files;
    private final LakeDays days;

    private PrunedLake(Path folder, TestLake files) {
        this.folder = folder;
        this.files = files;
        this.days = new LakeDays(SPARK, files.layout("shop"));
    }

    /** Where a test has nothing yet; its pipeline file lies in the folder. */
    static PrunedLake at(Path folder, TestLake files) {
        Sessions.open(files.layout("shop"));
        SPARK.conf().set("spark.sql.codegen.wholeStage", "false"); // as on a small day
        SPARK.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        return new PrunedLake(folder, files);
    }

    /** As above, on disk below the folder. */
    static PrunedLake onDisk(Path folder) {
        return at(folder, TestLake.onDisk(folder));
    }

    /** A copy of a lake on disk in another folder. */
    static PrunedLake copy(Path of, Path to) {
        try {
            FileUtils.copyDirectory(of.toFile(), to.toFile());
            return onDisk(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LakeDays days() {
        return days;
    }

    TestLake files() {
        return files;
    }

    /** Three items at a price. */
    static String rows(int price) {
        return "SELECT CAST(id AS INT) AS id, " + price + " AS price FROM range(1, 4)";
    }

    List<Pruned> prune(String keep, Duration later) {
        return run(Mode.PRUNE, keep, later);
    }

    /** Runs a prune so much later. */
    List<Pruned> run(Mode mode, String keep, Duration later) {
        return new Prune(engine(keep, later, new HeardRows())).run(mode);
    }

    Engine engine(String keep, Duration later, RunEvents events) {
        try {
            String yaml = Files.readString(
                    Path.of(Objects.requireNonNull(PrunedLake.class.getResource("/pipelines/shop.yaml"))
                            .getPath()));
            Path file = Files.writeString(
                    folder.resolve("shop.yaml"),
                    yaml.replace("  raw: ${LAKE_RAW}", "  raw: ${LAKE_RAW}\n  keep_snapshots: " + keep));
            Map<String, String> variables = new HashMap<>(files.variables());
            List.of("STOCK_SOURCE_URL", "STOCK_SOURCE_USER", "STOCK_SOURCE_PASSWORD", "SHOP_MIGRATIONS")
                    .forEach(name -> variables.put(name, name));
            List.of("WAREHOUSE_URL", "WAREHOUSE_USER", "WAREHOUSE_PASSWORD").forEach(name -> variables.put(name, name));
            return new Engine(
                    PipelineReader.read(file, Variables.of(Map.of(), variables)),
                    Clock.offset(Clock.systemUTC(), later),
                    events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a prune leaves that dies right after its record. */
    void record(int through, Map<String, List<Integer>> snapshots) {
        new ManifestLog(days.layout().store())
                .append(new PruneRecord(
                        PruneRecord.FORMAT, "shop", 1, "prune-died", Instant.EPOCH, through, snapshots));
    }

    /** Makes sure that both a prune and a dry run are refused, with a lake that stays as it is. */
    void assertRefused(String message) {
        List<String> before = files.hashes();
        for (Mode mode : Mode.values()) {
            assertRefused(() -> run(mode, "{ days: 0, months: 0 }", DAY), message);
        }
        assertThat(files.hashes()).isEqualTo(before);
    }

    static void assertRefused(ThrowingCallable step, String message) {
        assertThatThrownBy(step)
                .isInstanceOf(VarveException.class)
                .hasMessage(message)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.REFUSED);
    }

    /** Lets Delta give up the files of a table at once. */
    void endRetention(String path) {
        SPARK.sql("ALTER TABLE delta.`" + path.replace("`", "``")
                + "` SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 0 hours')");
    }

    /** The names of the files that a Delta table uses, in order. */
    static List<String> used(String path) {
        List<String> names = new ArrayList<>();
        for (String file : SPARK.read().format("delta").load(path).inputFiles()) {
            names.add(name(file));
        }
        return names.stream().sorted().toList();
    }

    /** The names of all data files in a table's folder, in order. */
    List<String> stored(String place) {
        return files.list(place).stream()
                .filter(file -> file.endsWith(".parquet") && !file.contains("/_delta_log/"))
                .map(PrunedLake::name)
                .sorted()
                .toList();
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
