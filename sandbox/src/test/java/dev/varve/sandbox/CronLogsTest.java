package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which log files of cron's wrapper stay. */
class CronLogsTest {
    private CronHost cron;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        cron = new CronHost(root);
    }

    @Test
    void onlyTheNewestLogsOfThePipelineAreKept() throws Exception {
        Path logs = Files.createDirectory(cron.folder().resolve("logs"));
        for (String other : new String[] {"stock-eu-2026-01-01.log", "stock-2026-01-01.log.gz", "notes.log"}) {
            Files.createFile(logs.resolve(other));
        }
        for (int day = 1; day <= 9; day++) {
            Files.createFile(logs.resolve("stock-2026-01-0" + day + ".log"));
        }
        cron.environment("VARVE_CRON_KEEP=3");

        assertThat(cron.run("run stock").code()).isZero();

        assertThat(cron.logs())
                .hasSize(6)
                .contains("stock-2026-01-08.log", "stock-2026-01-09.log")
                .contains("stock-eu-2026-01-01.log", "stock-2026-01-01.log.gz", "notes.log");
    }

    @Test
    void logsThatAreTooLargeTogetherGoOldestFirst() throws Exception {
        Path logs = Files.createDirectory(cron.folder().resolve("logs"));
        for (int day = 1; day <= 3; day++) {
            Files.write(logs.resolve("stock-2026-01-0" + day + ".log"), new byte[600_000]);
        }
        cron.environment("VARVE_CRON_MB=1");

        assertThat(cron.run("run stock").code()).isZero();

        assertThat(cron.logs()).hasSize(2).contains("stock-2026-01-03.log");
    }

    @Test
    void theNewestLogStaysHoweverLarge() throws Exception {
        Path logs = Files.createDirectory(cron.folder().resolve("logs"));
        Files.write(logs.resolve("stock-2026-01-01.log"), new byte[10]);
        Files.write(logs.resolve("stock-2026-01-02.log"), new byte[1_500_000]);
        cron.environment("VARVE_CRON_MB=1");

        assertThat(cron.run("run stock").code()).isZero();

        assertThat(cron.logs()).hasSize(2).contains("stock-2026-01-02.log");
    }

    @Test
    void theDaysOwnLogIsGoneOnWithHoweverLarge() throws Exception {
        cron.environment("VARVE_CRON_MB=1", "STUB=head -c 1500000 /dev/zero; echo; echo first");
        assertThat(cron.run("run stock").code()).isZero();
        cron.environment("VARVE_CRON_MB=1", "STUB=echo second");
        assertThat(cron.run("run stock").code()).isZero();

        assertThat(cron.log().lines().filter(line -> !line.contains("\0"))).contains("first", "second");
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws Exception {
        Path below = cron.environmentFile().resolve("logs");
        cron.environment("VARVE_CRON_LOGS=" + below);

        Outcome run = cron.run("run stock");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .endsWith("varve-cron: Cannot create the log folder " + below + ". Correct VARVE_CRON_LOGS.\n");
    }
}
