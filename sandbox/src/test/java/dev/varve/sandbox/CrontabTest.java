package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ValueRange;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The crontab that people copy: cron accepts each line, and each names what exists. */
class CrontabTest {
    /** Minute, hour, day, month and weekday. */
    private static final List<ValueRange> RANGES = List.of(
            ValueRange.of(0, 59),
            ValueRange.of(0, 23),
            ValueRange.of(1, 31),
            ValueRange.of(1, 12),
            ValueRange.of(0, 7));

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
        assertThat(areTimes(job.times())).as("%s", job.times()).isTrue();
        assertThat(job.command())
                .startsWith("\"$VARVE_HOME/cron/varve-cron\" ")
                .doesNotContain("%"); // cron takes it for a new line
        assertThat(Path.of("..", "cron", "varve-cron")).isExecutable();
    }

    /** What the check above lets through. */
    @ParameterizedTest
    @CsvSource({
        "59 23 31 12 7, true",
        "0 0 1 1 0,     true",
        "*/5 * * * *,   true",
        "60 0 * * *,    false",
        "0 45 * * *,    false",
        "0 0 0 * *,     false",
        "0 0 * 0 *,     false",
        "0 0 * 13 *,    false",
        "0 0 * * 8,     false",
        "*/60 * * * *,  false",
        "*/0 * * * *,   false",
        "0 0 * *,       false",
        "-5 0 * * *,    false",
    })
    void aFieldHasItsRange(String times, boolean accepted) {
        assertThat(areTimes(List.of(times.split(" ")))).isEqualTo(accepted);
    }

    /** Numbers, stars and steps of stars, each within what cron takes there. */
    private static boolean areTimes(List<String> fields) {
        return fields.size() == RANGES.size()
                && IntStream.range(0, RANGES.size()).allMatch(i -> isTime(fields.get(i), RANGES.get(i)));
    }

    private static boolean isTime(String field, ValueRange range) {
        if (field.equals("*")) {
            return true;
        }
        String number = field.startsWith("*/") ? field.substring(2) : field;
        if (!number.matches("\\d{1,2}")) {
            return false;
        }
        long value = Long.parseLong(number);
        return range.isValidValue(value) && !(field.startsWith("*/") && value == 0);
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
