package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SandboxCommandTest {
    @TempDir
    Path folder;

    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    @BeforeEach
    void pointAtAnEmptyFolder() {
        System.setProperty("varve.home", folder.toString());
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(errors);
        System.clearProperty("varve.home");
    }

    @Test
    void envSaysHowToStartASandboxThatIsDown() {
        assertThat(Varve.run("sandbox", "env")).isEqualTo(1);
        assertThat(captured.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("varve: The sandbox is down. Start it with ./varve sandbox up.");
    }

    @Test
    void downIsDoneWhenNothingRuns() {
        assertThat(Varve.run("sandbox", "down")).isZero();
        assertThat(captured.toString(StandardCharsets.UTF_8)).startsWith("The sandbox was not up.");
    }

    @Test
    void statusOfASandboxThatIsDownIsOne() {
        StringWriter out = new StringWriter();
        CommandLine command =
                SandboxCommands.commandLine(SandboxDirectory.ofProcess()).setOut(new PrintWriter(out));
        assertThat(command.execute("status")).isEqualTo(1);
        assertThat(out.toString()).startsWith("The sandbox is down.");
    }

    @Test
    void upOnATakenPortStartsNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(Varve.run("sandbox", "up", "--postgres-port", port)).isEqualTo(1);
            assertThat(captured.toString(StandardCharsets.UTF_8))
                    .isEqualToIgnoringNewLines("varve: Cannot start Postgres on port " + port + ": it is taken, or not"
                            + " free to use. Choose another by --postgres-port, or stop what listens there.");
        }
        assertThat(folder.resolve(".varve/sandbox/sandbox.json")).doesNotExist();
        assertThat(folder.resolve(".varve/sandbox/sandbox.log")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 25432, 'Cannot use --mysql-port 0: a port is a number from 1 to 65535. Correct it.'",
        "3306, 65536, 'Cannot use --postgres-port 65536: a port is a number from 1 to 65535. Correct it.'",
        "3306, 3306, 'Cannot start two servers on port 3306. Give each its own.'",
    })
    void portsThatCannotBeAreBadUsage(String mysql, String postgres, String message) {
        assertThat(Varve.run("sandbox", "up", "--mysql-port", mysql, "--postgres-port", postgres))
                .isEqualTo(2);
        assertThat(captured.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("varve: " + message);
    }

    @Test
    void anS3ServerOnATakenPortStartsNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(Varve.run("sandbox", "up", "s3", "--s3-port", port)).isEqualTo(1);
            assertThat(captured.toString(StandardCharsets.UTF_8))
                    .isEqualToIgnoringNewLines("varve: Cannot start the S3 server on port " + port + ": it is taken, or"
                            + " not free to use. Choose another by --s3-port, or stop what listens there.");
        }
        assertThat(folder.resolve(".varve/sandbox/sandbox.json")).doesNotExist();
    }

    @Test
    void aServerOrALakeThatThereIsNotIsBadUsage() {
        assertThat(Varve.run("sandbox", "up", "s4")).isEqualTo(2);
        assertThat(captured.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "varve: Cannot start s4: the sandbox has no such server. MariaDB and Postgres always"
                                + " start; name none or: [s3].");
        assertThat(Varve.run("sandbox", "up", "--lake", "tape")).isEqualTo(2);
        assertThat(captured.toString(StandardCharsets.UTF_8)).contains("--lake", "[disk, s3]", "tape");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sandboxAloneIsBadUsage() {
        assertThat(Varve.run("sandbox")).isEqualTo(2);
        assertThat(captured.toString(StandardCharsets.UTF_8)).contains("up").doesNotContainPattern("\\bserve\\b");
    }

    @Test
    void valuesAreQuotedForTheShell() {
        assertThat(EnvCommand.export("A", "it's $5")).isEqualTo("export A='it'\\''s $5'");
    }

    @Test
    void nothingIsProvidedWhileTheSandboxIsDown() {
        assertThat(new SandboxVariables().variables()).isEmpty();
    }
}
