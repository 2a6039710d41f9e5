package dev.varve.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
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
    void badNumbersAreBadUsageAndStartNothing() {
        assertThat(Varve.run("demo", "--days", "0")).isEqualTo(2);
        assertThat(errors()).contains("the number of days is 0, and must be from 1 to 366.");
        assertThat(Varve.run("demo", "--users", "0")).isEqualTo(2);
        assertThat(errors()).contains("the number of users is 0, and must be at least 1.");
        assertThat(Varve.run("demo", "--stocks", "many")).isEqualTo(2);
        assertThat(errors()).contains("Invalid value for option '--stocks'");
        assertThat(Varve.run("demo", "--lake", "tape")).isEqualTo(2);
        assertThat(errors()).contains("Invalid value for option '--lake'", "[disk, s3]");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void checkWithoutADemoSaysWhatToRun() {
        assertThat(Varve.run("demo", "--check")).isEqualTo(1);
        assertThat(errors())
                .isEqualToIgnoringNewLines(
                        "varve: Cannot check the demo: no demo was run in this checkout." + " Run ./varve demo first.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void checkTakesNoPlan() {
        assertThat(Varve.run("demo", "--check", "--days", "3")).isEqualTo(2);
        assertThat(errors()).contains("Cannot combine --check with --days");
        assertThat(Varve.run("demo", "--check", "--lake", "s3")).isEqualTo(2);
        assertThat(errors()).contains("Cannot combine --check with --lake");
    }

    private String errors() {
        return captured.toString(StandardCharsets.UTF_8);
    }
}
