package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A sandbox in the background, from its first start with an S3 server to its end. */
class SandboxUpIT {
    private static final String KEPT = "/varve-raw/zon%C3%A9/a%20b";

    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stopWhatAFailureLeft() {
        run("down");
    }

    @Test
    void theLakeOnS3ComesBackWithItsServer() {
        assertThat(run("up", "s3")).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("  MariaDB   jdbc:mysql://.* \\(process [0-9]+\\)")
                .containsPattern("  S3        http://127.0.0.1:[0-9]+  \\(process [0-9]+\\)")
                .contains("  Lake      s3a://varve-raw, s3a://varve-processed");
        URI endpoint = endpoint();
        assertThat(UnsignedS3.put(endpoint, KEPT, "fjord")).startsWith("200 ");
        long pid = s3().running().orElseThrow().pid();
        assertThat(run("up", "s3")).isZero();
        assertThat(err.toString()).isEqualToIgnoringNewLines("The sandbox is already up.");
        assertThat(s3().running().orElseThrow().pid()).isEqualTo(pid);

        assertThat(run("down")).isZero();
        assertThat(s3().running()).isEmpty();
        assertThat(run("status")).isOne();
        assertThat(out.toString()).isEqualToIgnoringNewLines("The sandbox is down.");

        assertThat(run("up")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("Starting MariaDB and Postgres ...", "Starting the S3 server");
        assertThat(endpoint()).isEqualTo(endpoint);
        assertThat(UnsignedS3.get(endpoint, KEPT)).isEqualTo("200 fjord");

        s3().stop();
        assertThat(run("status")).isOne();
        assertThat(out.toString()).contains("The S3 server, which has the lake, is gone: ./varve sandbox up starts");
        assertThat(run("up", "--lake", "disk")).isZero();
        assertThat(err.toString()).contains("The sandbox is already up.");
        assertThat(run("env")).isZero();
        assertThat(out.toString())
                .contains("export LAKE_RAW='file://" + directory().root().resolve("lake/raw") + "'")
                .doesNotContain("AWS_");
        assertThat(run("status")).isZero();
        assertThat(out.toString()).doesNotContain("S3 ");
    }

    /** What {@code env} tells a shell. */
    private URI endpoint() {
        assertThat(run("env")).isZero();
        assertThat(out.toString())
                .contains("export LAKE_RAW='s3a://varve-raw'", "export LAKE_PROCESSED='s3a://varve-processed'");
        return out.toString()
                .lines()
                .filter(line -> line.startsWith("export AWS_ENDPOINT_URL_S3="))
                .map(line -> URI.create(line.replaceAll(".*='|'$", "")))
                .findFirst()
                .orElseThrow();
    }

    private ServerProcess s3() {
        return ServerProcess.s3(directory().s3());
    }

    private SandboxDirectory directory() {
        return new SandboxDirectory(home.resolve(".varve"));
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine sandbox = SandboxCommands.commandLine(directory());
        return sandbox.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
