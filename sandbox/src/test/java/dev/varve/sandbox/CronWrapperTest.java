package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cron gets of a job: exit codes, mails, one run of a pipeline at a time, and a command that ends with its wrapper. */
@Timeout(60)
class CronWrapperTest {
    private CronHost cron;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        cron = new CronHost(root);
    }

    @Test
    void successIsSilentAndLogged() throws Exception {
        assertThat(cron.run("run stock")).isEqualTo(new Outcome(0, "", ""));

        assertThat(cron.logs()).hasSize(1);
        assertThat(cron.log().lines())
                .satisfiesExactly(
                        start -> assertThat(start)
                                .matches(CronHost.DATE + "T\\S+Z varve-cron: run stock --as-of yesterday"),
                        stub -> assertThat(stub).isEqualTo("stub: run stock --as-of yesterday"),
                        end -> assertThat(end).matches(CronHost.DATE + "T\\S+Z varve-cron: exit code 0 after \\d+ s"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, failed: may be tried again",
        "2, bad usage or pipeline file",
        "3, refused by a guard: somebody has to look",
        "4, somebody else is writing",
    })
    void exitCodeIsPassedOnAndTheEndOfTheLogIsMailed(int code, String meaning) throws Exception {
        cron.environment("STUB=echo of an earlier run");
        cron.run("run stock");
        cron.environment("STUB=seq 30; echo varve: Cannot go on. >&2; exit " + code);

        Outcome failed = cron.run("run stock");

        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err().lines().findFirst().orElseThrow())
                .matches("varve-cron: 'run stock --as-of yesterday' ended with exit code " + code + " \\(" + meaning
                        + "\\) after \\d+ s; the end of .*/logs/stock-" + CronHost.DATE + "\\.log:");
        assertThat(failed.err()).contains("\n30\nvarve: Cannot go on.\n").doesNotContain("earlier run");
        assertThat(failed.err().lines()).hasSize(21);
    }

    @Test
    void secondRunOfAPipelineIsRefusedWhileTheFirstIsUnderWay() throws Exception {
        Path gate = cron.gate();
        cron.environment("STUB=read line < gate");
        CronHost.Job first = cron.start("run stock");
        try (OutputStream open = Files.newOutputStream(gate)) { // returns when the stub reads
            cron.environment();
            Outcome second = cron.run("run stock");
            assertThat(second.code()).isEqualTo(4);
            assertThat(second.out()).isEmpty();
            assertThat(second.err())
                    .matches("varve-cron: 'run stock --as-of yesterday' was not started: a run of stock is still under"
                            + " way \\(see .*\\.log\\)\\.\n");
            assertThat(cron.log()).contains(" 'run stock --as-of yesterday' not started: a run of stock is still");
            assertThat(cron.run("load stock").code()).isEqualTo(4);
            assertThat(cron.run("datagen stock").code()).isZero();
            open.write('\n');
        }
        assertThat(first.end()).isEqualTo(new Outcome(0, "", ""));
        assertThat(cron.run("run stock").code()).isZero();
    }

    @Test
    void terminatedWrapperEndsItsCommand() throws Exception {
        Path gate = cron.gate();
        cron.environment("STUB=(read line < gate); echo never");
        CronHost.Job run = cron.program(CronHost.WRAPPER, "run", "stock");
        try (OutputStream open = Files.newOutputStream(gate)) {
            run.process().destroy();
            assertThat(run.end().code()).isEqualTo(143);
            open.flush();
        }
        assertThat(cron.log()).doesNotContain("never").contains("varve-cron: exit code 143 after ");
        cron.environment();
        cron.awaitLock(); // what the command had started may be a moment longer about it
        assertThat(cron.run("run stock").code()).isZero();
    }

    @Test
    void lockLastsAsLongAsTheCommandIfTheWrapperAloneIsKilled() throws Exception {
        Path gate = cron.gate();
        cron.environment("STUB=read line < gate");
        CronHost.Job run = cron.program(CronHost.WRAPPER, "run", "stock");
        try (OutputStream open = Files.newOutputStream(gate)) {
            cron.environment();
            run.process().destroyForcibly().waitFor();
            assertThat(cron.run("run stock").code()).isEqualTo(4);
            open.write('\n');
        }
        cron.awaitLock();
        assertThat(cron.run("run stock").code()).isZero();
    }

    @Test
    void linkedWrapperRunsTheLauncherOfItsCheckout() throws Exception {
        Path checkout = checkout();
        Files.move(cron.program("launcher", "echo \"stub: $* in $PWD\""), checkout.resolve("varve"));

        assertThat(linked(checkout)).isEqualTo(new Outcome(0, "", ""));

        try (var files = Files.newDirectoryStream(checkout.resolve(".varve/logs/cron"), "*.log")) {
            assertThat(Files.readAllLines(files.iterator().next())).contains("stub: run stock in " + checkout);
        }
    }

    @Test
    void checkoutThatNeedsABuildIsRefused() throws Exception {
        Path checkout = checkout();
        Files.copy(CronHost.CHECKOUT.resolve("varve"), checkout.resolve("varve"));

        Outcome refused = linked(checkout);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("varve: Cannot start: the checkout is newer than its build, and VARVE_NO_BUILD forbids"
                        + " building. Run " + checkout + "/varve --help once.\n");
        assertThat(checkout.resolve(".varve/build.log")).doesNotExist();
    }

    @Test
    void commandHasTheCallersUmaskAndTheLogIsNotForOthers() throws Exception {
        cron.environment("STUB=umask > seen");

        String job = Crontab.read().command("run stock");
        assertThat(cron.shell("umask 013; " + job).end()).isEqualTo(new Outcome(0, "", ""));

        assertThat(cron.folder().resolve("seen")).hasContent("0013");
        for (String log : cron.logs()) {
            assertThat(Files.getPosixFilePermissions(
                            cron.folder().resolve("logs").resolve(log)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        }
    }

    private Path checkout() throws IOException {
        Path checkout = Files.createDirectory(cron.folder().resolve("checkout"));
        Files.createDirectory(checkout.resolve("cron"));
        Files.copy(CronHost.WRAPPER, checkout.resolve("cron/varve-cron"));
        cron.environmentFile(List.of("JAVA_HOME=" + System.getProperty("java.home")));
        assertThat(Files.getPosixFilePermissions(checkout.resolve("cron/varve-cron")))
                .containsAll(PosixFilePermissions.fromString("r-x------"));
        return checkout.toRealPath();
    }

    private Outcome linked(Path checkout) throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(cron.folder().resolve("link"), checkout.resolve("cron/varve-cron"));
        return cron.program(link, "run", "stock").end();
    }
}
