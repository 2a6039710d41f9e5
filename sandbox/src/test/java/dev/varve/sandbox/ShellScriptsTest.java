package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that people and machines start. */
class ShellScriptsTest {
    @ParameterizedTest
    @ValueSource(strings = {"varve", "cron/varve-cron", ".ci/run"})
    void shellcheckFindsNothing(String script) throws IOException, InterruptedException {
        assumeTrue(CronHost.exists("shellcheck"), "shellcheck is not installed");

        Process shellcheck = new ProcessBuilder(
                        "shellcheck", CronHost.CHECKOUT.resolve(script).toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(shellcheck.waitFor()).isZero();
        assertThat(CronHost.CHECKOUT.resolve(script)).isExecutable();
    }
}
