package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The crontab that people copy: cron accepts each line, and each names what exists. */
class CrontabTest {
    private static List<Crontab.Job> jobs() throws IOException {
        return Crontab.read().jobs();
    }

    @Test
    void itGeneratesADayThenRunsThePipeline() throws IOException {
        assertThat(jobs()).extracting(Crontab.Job::times).startsWith(at(5), at(30));
        assertThat(jobs())
                .extracting(job -> String.join(" ", job.arguments()))
                .startsWith("datagen stock --day yesterday", "run stock --as-of yesterday");
        assertThat(Crontab.read().settings()).containsOnlyKeys("SHELL", "VARVE_HOME", "VARVE_ENV");
    }

    private static List<String> at(int minute) {
        return List.of(Integer.toString(minute), "0", "*", "*", "*");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void cronAcceptsTheLine(Crontab.Job job) {
        assertThat(job.times()).allMatch(field -> field.matches("\\*(/[1-5]?\\d)?|[1-5]?\\d"));
        assertThat(job.command())
                .startsWith("\"$VARVE_HOME/cron/varve-cron\" ")
                .doesNotContain("%"); // cron takes it for a new line
        assertThat(Path.of("..", "cron", "varve-cron")).isExecutable();
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theCommandAndItsOptionsExist(Crontab.Job job) {
        Outcome help = Outcome.of(
                Stream.concat(job.arguments().stream(), Stream.of("--help")).toArray(String[]::new));

        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: varve " + job.arguments().get(0));
        assertThat(job.arguments())
                .filteredOn(argument -> argument.startsWith("--"))
                .allSatisfy(option -> assertThat(help.out()).contains(option + "="));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void thePipelineExists(Crontab.Job job) {
        if (!job.arguments().get(0).equals("datagen")) {
            assertThat(Files.exists(Path.of("..", "pipelines", job.arguments().get(1) + ".yaml")))
                    .isTrue();
        }
    }
}
