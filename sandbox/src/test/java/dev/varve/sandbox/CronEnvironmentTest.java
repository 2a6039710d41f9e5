package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment file of cron's wrapper, and the settings in it. */
class CronEnvironmentTest {
    private CronHost cron;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        cron = new CronHost(root);
    }

    @Test
    void fileIsReadAndNeverRun() throws Exception {
        cron.environment(
                "# a comment",
                "",
                "PLAIN=a $HOME `touch hit` $(touch hit) #1=2  ",
                "  DOUBLE=\"  a \\n \"b\" \"",
                "export SINGLE='it''s'",
                "WINDOWS=a\r",
                "EMPTY=",
                "file=lower case",
                "HOME_DIR=/nowhere",
                "STUB='env > seen'");

        assertThat(cron.run("run stock")).isEqualTo(new Outcome(0, "", ""));

        assertThat(Files.readAllLines(cron.folder().resolve("seen")))
                .contains(
                        "PLAIN=a $HOME `touch hit` $(touch hit) #1=2",
                        "DOUBLE=  a \\n \"b\" ",
                        "SINGLE=it''s",
                        "WINDOWS=a",
                        "EMPTY=",
                        "file=lower case",
                        "HOME_DIR=/nowhere",
                        "VARVE_NO_BUILD=1",
                        "LOGNAME=varve");
        assertThat(cron.folder().resolve("hit")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-"})
    void fileOfOthersIsRefused(String permissions) throws Exception {
        cron.permit(permissions);

        assertThat(cron.run("run stock"))
                .isEqualTo(refused("Cannot use the environment file " + cron.environmentFile()
                        + ": others may read or write it, and it holds passwords. Run chmod 600 on it (640 if a group"
                        + " is to read it)."));
        assertThat(cron.folder().resolve("logs")).doesNotExist();
    }

    @Test
    void aGroupMayReadTheFile() throws Exception {
        cron.permit("rw-r-----");

        assertThat(cron.run("run stock")).isEqualTo(new Outcome(0, "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "WAREHOUSE_PASSWORD hunter2,    it is no line NAME=VALUE.",
        "WAREHOUSE-PASSWORD=hunter2,    it is no line NAME=VALUE.",
        "WAREHOUSE_PASSWORD=\"hunter2,  the quotes around the value of WAREHOUSE_PASSWORD do not match.",
    })
    void wrongLineIsNamedWithoutItsValue(String line, String reason) throws Exception {
        cron.environment(line);

        assertThat(cron.run("run stock"))
                .isEqualTo(refused("Cannot read " + cron.environmentFile() + ":3: " + reason + " Correct it."));
    }

    @Test
    void missingFileIsNamed() throws Exception {
        Files.delete(cron.environmentFile());

        assertThat(cron.run("run stock"))
                .isEqualTo(refused("Cannot read the environment file " + cron.environmentFile()
                        + ". Create it, or correct VARVE_ENV."));
    }

    @Test
    void missingCommandIsNamed() throws Exception {
        cron.environment("VARVE_COMMAND=/nowhere/varve");

        assertThat(cron.run("run stock"))
                .isEqualTo(refused("Cannot run /nowhere/varve: there is no such program. Correct VARVE_COMMAND."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VARVE_CRON_KEEP=many", "VARVE_CRON_MB=0"})
    void wrongLimitIsRefused(String setting) throws Exception {
        cron.environment(setting);

        assertThat(cron.run("run stock"))
                .isEqualTo(refused("Cannot use " + setting + ": it is no number from 1 to 999999. Correct it."));
    }

    @ParameterizedTest
    @CsvSource({"run, --help", "run, ../", "run, -"})
    void nothingIsRunWithoutAPipeline(String command, String pipeline) throws Exception {
        assertThat(cron.program(CronHost.WRAPPER, command, pipeline).end())
                .isEqualTo(refused("Cannot run '" + command + " " + pipeline
                        + "': a pipeline or a generator must follow the command."));
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

    private static Outcome refused(String reason) {
        return new Outcome(2, "", "varve-cron: " + reason + "\n");
    }
}
