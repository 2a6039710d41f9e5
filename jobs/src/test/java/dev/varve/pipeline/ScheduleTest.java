package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "UTC,               2026-11-21T00:00:00Z,        2026-11-20",
        "UTC,               2026-11-20T23:59:59.999999Z, 2026-11-19",
        "UTC,               2027-01-01T00:30:00Z,        2026-12-31",
        // UTC+7: the local day is over at 17:00 UTC
        "Asia/Ho_Chi_Minh,  2026-11-20T17:00:00Z,        2026-11-20",
        "Asia/Ho_Chi_Minh,  2026-11-20T16:59:59Z,        2026-11-19",
        // On 2018-11-04 the clocks of Sao Paulo went from 00:00 (UTC-3) to 01:00 (UTC-2): that day had no midnight.
        "America/Sao_Paulo, 2018-11-04T02:59:59Z,        2018-11-02",
        "America/Sao_Paulo, 2018-11-04T03:00:00Z,        2018-11-03",
        // On 2018-02-18 they went back from 00:00 (UTC-2) to 23:00 (UTC-3) of the 17th: an hour of it came twice.
        "America/Sao_Paulo, 2018-02-18T02:30:00Z,        2018-02-16",
        "America/Sao_Paulo, 2018-02-18T03:00:00Z,        2018-02-17",
        // Berlin: a day of 23 hours on 2026-03-29, one of 25 on 2026-10-25
        "Europe/Berlin,     2026-03-28T23:00:00Z,        2026-03-28",
        "Europe/Berlin,     2026-03-29T21:59:59Z,        2026-03-28",
        "Europe/Berlin,     2026-03-29T22:00:00Z,        2026-03-29",
        "Europe/Berlin,     2026-10-25T22:59:59Z,        2026-10-24",
        "Europe/Berlin,     2026-10-25T23:00:00Z,        2026-10-25",
    })
    void dailyLabelIsTheLocalDateThatIsOver(String zone, Instant readPoint, String label) {
        assertThat(daily(zone).label(readPoint)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "PT5M,  2026-11-20T10:15:00Z,        2026-11-20T10:15Z",
        "PT5M,  2026-11-20T10:19:59.999999Z, 2026-11-20T10:15Z",
        "PT5M,  2026-11-20T10:20:00Z,        2026-11-20T10:20Z",
        "PT1H,  2026-11-20T10:20:00Z,        2026-11-20T10:00Z",
        "PT5M,  1969-12-31T23:59:59Z,        1969-12-31T23:55Z",
    })
    void frequentLabelIsTheScheduledMinute(Duration every, Instant readPoint, String label) {
        assertThat(every(every, "UTC").label(readPoint)).isEqualTo(label);
    }

    @Test
    void frequentLabelIsInUtcInEveryZone() {
        assertThat(every(Duration.ofMinutes(5), "Asia/Ho_Chi_Minh").label(Instant.parse("2026-11-20T10:17:00Z")))
                .isEqualTo("2026-11-20T10:15Z");
    }

    @Test
    void frequentLabelsKeepTheirOrderWhenClocksGoBack() {
        Schedule berlin = every(Duration.ofMinutes(30), "Europe/Berlin");

        assertThat(berlin.label(Instant.parse("2026-10-25T00:30:00Z")))
                .isLessThan(berlin.label(Instant.parse("2026-10-25T01:00:00Z")));
    }

    @Test
    void localDayIsThatOfTheZone() {
        assertThat(daily("Asia/Ho_Chi_Minh").localDay(NOW)).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(daily("UTC").localDay(NOW)).isEqualTo(LocalDate.of(2026, 11, 20));
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,              2026-11-20,        2026-11-20", // a label of the days when the pipeline was a daily one
        "UTC,              2026-11-30T23:55Z, 2026-11-30",
        "UTC,              2026-12-01T00:00Z, 2026-11-30", // it ends with the month
        "UTC,              2026-12-01T00:05Z, 2026-12-01",
        "Asia/Ho_Chi_Minh, 2026-11-30T17:00Z, 2026-11-30",
        "Asia/Ho_Chi_Minh, 2026-11-30T17:05Z, 2026-12-01",
        // Berlin: a day of 23 hours on 2026-03-29, one of 25 on 2026-10-25
        "Europe/Berlin,    2026-03-29T22:00Z, 2026-03-29",
        "Europe/Berlin,    2026-03-29T22:05Z, 2026-03-30",
        "Europe/Berlin,    2026-10-25T22:30Z, 2026-10-25",
        "Europe/Berlin,    2026-10-25T23:00Z, 2026-10-25",
        "Europe/Berlin,    2026-10-25T23:05Z, 2026-10-26",
    })
    void aLabelBelongsToTheDayThatItsIntervalEndsIn(String zone, String label, LocalDate day) {
        assertThat(every(Duration.ofMinutes(5), zone).dayOf(label)).isEqualTo(day);
    }

    @Test
    void dateIsParsed() {
        assertThat(daily("UTC").parse("2024-02-29")).contains("2024-02-29");
    }

    @Test
    void yesterdayIsLeftToTheReadPoint() {
        assertThat(daily("UTC").parse("yesterday")).isEmpty();
    }

    @Test
    void minuteIsParsed() {
        assertThat(every(Duration.ofMinutes(5), "UTC").parse("2026-11-20T10:15Z"))
                .contains("2026-11-20T10:15Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yesterday",
                "2026-02-30",
                "2026-13-01",
                "20.11.2026",
                "2026-11-20T10:15Z",
                "+12026-11-20",
                "-0001-11-20",
                ""
            })
    void noDateIsRefused(String text) {
        assertThatThrownBy(() -> daily("UTC").parse(text))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot use --as-of '" + text
                        + "': it is no date such as 2026-11-20. Correct it, or leave it out.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "today",
                "2026-11-20",
                "2026-11-20T10:15",
                "2026-11-20T24:15Z",
                "2026-02-30T10:15Z",
                "+12026-11-20T10:15Z",
                "now"
            })
    void noMinuteIsRefused(String text) {
        assertThatThrownBy(() -> every(Duration.ofMinutes(5), "UTC").parse(text))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot use --as-of '" + text
                        + "': it is no UTC minute such as 2026-11-20T10:15Z. Correct it, or leave it out.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void minuteThatIsNotScheduledIsRefused() {
        assertThatThrownBy(() -> every(Duration.ofMinutes(5), "UTC").parse("2026-11-20T10:17Z"))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot use --as-of '2026-11-20T10:17Z': no interval of this schedule ends there."
                        + " Use --as-of 2026-11-20T10:15Z, or leave it out.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void todayIsRefusedAsItIsNotOver() {
        assertThatThrownBy(() -> daily("UTC").parse("today"))
                .hasMessage("Cannot use --as-of 'today': a day is ingested when it is over. Use yesterday, or leave it"
                        + " out.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @Test
    void yesterdayIsNoLabelOfAFrequentPipeline() {
        assertThatThrownBy(() -> every(Duration.ofMinutes(5), "UTC").parse("yesterday"))
                .hasMessage("Cannot use --as-of 'yesterday': this pipeline runs every 5 minutes, and a day is no label"
                        + " of it. Give a UTC minute such as 2026-11-20T10:15Z, or leave it out.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private static Schedule daily(String zone) {
        return new Schedule(Optional.empty(), ZoneId.of(zone));
    }

    private static Schedule every(Duration period, String zone) {
        return new Schedule(Optional.of(period), ZoneId.of(zone));
    }
}
