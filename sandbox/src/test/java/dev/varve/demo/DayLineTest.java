package dev.varve.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Counts;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DayLineTest {
    @Test
    void countsStandUnderTheirHeader() {
        DayLine line = new DayLine(
                LocalDate.of(2026, 11, 2),
                new Counts(1_106_674, 5_010, 164, 1, 0),
                174,
                165,
                5_000,
                Duration.ofMillis(2_340));
        assertThat((DayLine.HEADER + "\n" + line.text()).lines().skip(1))
                .containsExactly(
                        "day           rows read  inserted   updated   deleted    opened    closed     facts  seconds",
                        "2026-11-02    1,106,674     5,010       164         1       174       165     5,000      2.3");
    }

    @Test
    void aDayIsReadHalfAnHourAfterItsEnd() {
        assertThat(DemoDays.readPoint(LocalDate.of(2026, 11, 30))).hasToString("2026-12-01T00:30:00Z");
    }
}
