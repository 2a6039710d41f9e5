package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
    void fileOfSomebodyElseIsRefused() throws Exception {
        assumeTrue(cron.isRoot(), "only root can give a file away");
        Files.setAttribute(cron.environmentFile(), "unix:uid", CronHost.NOBODY);

        assertThat(cron.run("run stock"))
                .isEqualTo(refused("Cannot use the environment file " + cron.environmentFile()
                        + ": it belongs to somebody else. Run chown on it."));
    }

    @Test
    void fileWhoseRightsCannotBeCheckedIsRefused() throws Exception {
        Path programs = Files.createDirectory(cron.folder().resolve("programs"));
        Files.move(cron.program("find", "exit 1"), programs.resolve("find"));

        String job = Crontab.read().command("run stock");
        assertThat(cron.shell("PATH='" + programs + "':\"$PATH\"; " + job).end())
                .isEqualTo(refused("Cannot check the rights of the environment file " + cron.environmentFile()
                        + ": find failed. Install findutils, or mend what it says."));
        assertThat(cron.folder().resolve("logs")).doesNotExist();
    }

    @Test
    void whereNoFileIsNamedTheHostsOneIsRead() throws Exception {
        Path settings = Files.createDirectory(cron.folder().resolve("etc"));
        Path file = Files.writeString(settings.resolve("env"), "no setting\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        if (cron.isRoot()) {
            Files.setAttribute(file, "unix:uid", CronHost.NOBODY);
        }
        open(settings);

        assertThat(cron.programOfAUser(wrapperOf(settings), "run", "stock").end())
                .isEqualTo(refused("Cannot read " + settings + "/env:1: it is no line NAME=VALUE. Correct it."));
    }

    @Test
    void folderOfTheHostsFileThatMayNotBeSearchedIsRefused() throws Exception {
        Path settings = Files.createDirectory(cron.folder().resolve("etc"));
        Path wrapper = wrapperOf(settings);
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("---------"));

        assertThat(cron.programOfAUser(wrapper, "run", "stock").end())
                .isEqualTo(refused("Cannot look for the environment file in " + settings
                        + ": this user may not search it. Correct its owner or rights, or set VARVE_ENV."));

        open(settings);
    }

    /** The wrapper with another folder for {@code /etc/varve}, where any user can reach both. */
    private Path wrapperOf(Path settings) throws IOException {
        Path home = Files.createDirectory(cron.folder().resolve("cron"));
        String text = Files.readString(CronHost.WRAPPER);
        assertThat(text).contains("SETTINGS=/etc/varve\n");
        Path wrapper = Files.writeString(
                home.resolve("varve-cron"), text.replace("SETTINGS=/etc/varve\n", "SETTINGS='" + settings + "'\n"));
        for (Path path : List.of(wrapper, home, cron.folder(), cron.folder().resolve(".."))) {
            open(path);
        }
        return wrapper;
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Outcome refused(String reason) {
        return new Outcome(2, "", "varve-cron: " + reason + "\n");
    }
}
