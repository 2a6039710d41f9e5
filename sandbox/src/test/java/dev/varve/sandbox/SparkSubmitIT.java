package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Layout;
import dev.varve.lake.Lease;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.LakeSettings;
import dev.varve.pipeline.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The crontab's nightly job by way of {@code spark-submit} and the jar, with a lake in buckets, then what the other exit codes
 * come to.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkSubmitIT {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final String NOW = "2026-03-03T00:30:00Z";

    private static PipelineFixture fixture;
    private static CronHost cron;

    @BeforeAll
    static void open(@TempDir Path root) throws IOException {
        cron = new CronHost(root);
        SparkSubmit.conf(cron.folder());
        fixture = PipelineFixture.fresh("spark_submit", folder -> TestLake.onS3("spark_submit")); // as on a cluster
        StockDays.generate(fixture, DAY);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    @Order(1)
    void nightlyJobOfTheCrontabRunsThePipeline() throws Exception {
        useSparkSubmit();

        Outcome night = cron.shell(Crontab.read().command("run stock") + " --now " + NOW)
                .end();

        assertThat(night).isEqualTo(new Outcome(0, "", ""));
        assertThat(cron.log())
                .contains("capture  Transaction        initial     200 rows read: 200 inserted")
                .contains("commit   manifest 1 as of 2026-03-02, read point " + NOW)
                .containsPattern("migrate  \\d+ migrations applied to the warehouse")
                .contains("loaded   manifest 1 as of 2026-03-02")
                .doesNotContain("cluster-log ERROR");
        assertThat(fixture.history("stock").last().map(Manifest::asOf)).contains("2026-03-02");
        assertThat(Rows.number(fixture.warehouse(), "SELECT count(*) FROM stock.transaction_fact"))
                .isEqualTo(200);
    }

    @Test
    @Order(2)
    void exitCodesAndOutputArriveFromSparkSubmit() throws Exception {
        Path bad = Files.writeString(cron.folder().resolve("bad.yaml"), "pipeline: Shop\n");
        String busyLake = "file://" + fixture.folder().resolve("busy");
        Map<String, CronHost.Job> jobs = new HashMap<>();
        try (Lease held = claim(busyLake)) {
            jobs.put("help", submit(Map.of(), "load", "--help"));
            jobs.put("bad file", submit(Map.of(), "validate", bad.toString()));
            jobs.put("dead", submit(Map.of("WAREHOUSE_URL", "jdbc:postgresql://127.0.0.1:1/x"), "load", "stock"));
            jobs.put("bridged", submit(Map.of(), "run", "stock", "--as-of", "2026-03-01"));
            jobs.put("busy", submit(Map.of("LAKE_RAW", busyLake), "ingest", "stock"));
            jobs.put("driver", SparkSubmit.start(cron.folder(), fixture.variables(), List.of(), "validate", "stock"));
            for (CronHost.Job job : jobs.values()) {
                job.process().waitFor();
            }
            held.ensureHeld();
        }
        assertOutcome(jobs, "bad file", 2, "varve: Cannot read " + bad + ":1: pipeline must be of lower-case letters");
        assertOutcome(jobs, "dead", 1, "varve: Cannot connect to the warehouse at jdbc:postgresql://127.0.0.1:1/x");
        assertOutcome(jobs, "bridged", 3, "varve: Cannot ingest pipeline stock as of 2026-03-01: manifest 1");
        assertOutcome(jobs, "busy", 4, "varve: Cannot write the lake: run another (process ");
        assertOutcome(jobs, "driver", 2, "varve: Cannot connect to the source at jdbc:mysql://");
        assertThat(end(jobs, "driver").err())
                .endsWith(": com.mysql.cj.jdbc.Driver is not on the class path. Give spark-submit --packages"
                        + " com.mysql:mysql-connector-j:9.5.0, or its jar by --jars.\n")
                .contains(SparkSubmit.mySqlDriver().getFileName().toString().replaceAll("\\D*(.*)\\.jar", "$1"));
        assertThat(end(jobs, "help").code()).isZero();
        assertThat(end(jobs, "help").out()).startsWith("Usage: varve load ");
    }

    private static void assertOutcome(Map<String, CronHost.Job> jobs, String name, int code, String message)
            throws Exception {
        Outcome outcome = end(jobs, name);
        assertThat(outcome.code()).as(name + ": " + outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().reduce((first, second) -> second).orElseThrow())
                .startsWith(message);
    }

    private static Outcome end(Map<String, CronHost.Job> jobs, String name) throws Exception {
        return Objects.requireNonNull(jobs.get(name)).end();
    }

    private static Lease claim(String lake) {
        URI root = URI.create(lake);
        Layout layout = Layout.of(new LakeSettings(root, root, S3Settings.AWS), "stock");
        return Lease.claim(layout.store(), "another", Clock.systemUTC());
    }

    private static CronHost.Job submit(Map<String, String> variables, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(fixture.variables());
        all.putAll(variables);
        List<String> driver = List.of("--jars", SparkSubmit.mySqlDriver().toString());
        return SparkSubmit.start(cron.folder(), all, driver, arguments);
    }

    /** As an installation without sources has it: a program that starts spark-submit with the jar. */
    private static void useSparkSubmit() throws IOException {
        List<String> command = SparkSubmit.command(
                cron.folder().resolve("conf"),
                List.of("--jars", SparkSubmit.mySqlDriver().toString()));
        Path program = cron.program("varve", "exec '" + String.join("' '", command) + "' \"$@\"");
        List<String> environment = new ArrayList<>(List.of(
                "VARVE_COMMAND=" + program, "VARVE_CRON_LOGS=" + cron.folder().resolve("logs")));
        fixture.variables().forEach((name, value) -> environment.add(name + "='" + value + "'"));
        cron.environmentFile(environment);
    }
}
