package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressFiguresTest {
    private static final ProgressFigures PART = of(4_200_000, 10_000_000, 80);

    @Test
    void lineSaysWhatIsDoneHowFastAndHowLongItTakes() {
        assertThat(PART.line())
                .isEqualTo("transactions of 2026-11-01: 42 %, 4,200,000 of 10,000,000 rows, 52,500 rows/s, 1:50 left");
    }

    @Test
    void barTakesTheRoomThatIsLeft() {
        assertThat(PART.bar(120))
                .isEqualTo("transactions of 2026-11-01 [############------------------]"
                        + "  42 %  4,200,000 rows  52,500 rows/s  1:50 left");
        assertThat(PART.bar(90))
                .isEqualTo("transactions of 2026-11-01 [#####-------]  42 %  4,200,000 rows  52,500 rows/s  1:50 left");
        assertThat(PART.bar(80))
                .isEqualTo("transactions of 2026-11-01   42 %  4,200,000 rows  52,500 rows/s  1:50 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30, 80, 85, 86, 90, 119, 120, 500})
    void barNeverReachesTheLastColumn(int columns) {
        assertThat(PART.bar(columns)).hasSizeLessThan(columns);
    }

    @Test
    void unknownTotalLeavesOutWhatDependsOnIt() {
        ProgressFigures figures =
                new ProgressFigures("Transaction", 90_000, OptionalLong.empty(), Duration.ofSeconds(3));

        assertThat(figures.line()).isEqualTo("Transaction: 90,000 rows, 30,000 rows/s");
        assertThat(figures.bar(120)).isEqualTo("Transaction  90,000 rows  30,000 rows/s");
    }

    @Test
    void nothingDoneHasNoPace() {
        assertThat(of(0, 500, 3).line()).isEqualTo("transactions of 2026-11-01: 0 %, 0 of 500 rows");
    }

    @Test
    void noTimeHasNoPace() {
        assertThat(of(5, 500, 0).line()).isEqualTo("transactions of 2026-11-01: 1 %, 5 of 500 rows");
    }

    @Test
    void onlyWhatIsDoneIsHundredPerCent() {
        assertThat(of(9_999_999, 10_000_000, 100).line()).contains(": 99 %, ").endsWith(", 0:00 left");
        assertThat(of(10_000_000, 10_000_000, 100).line()).contains(": 100 %, ");
    }

    @Test
    void moreRowsThanExpectedStayAtHundredPerCent() {
        assertThat(of(12, 10, 4).line())
                .isEqualTo("transactions of 2026-11-01: 100 %, 12 of 10 rows, 3 rows/s, 0:00 left");
        assertThat(of(12, 0, 4).line())
                .isEqualTo("transactions of 2026-11-01: 100 %, 12 of 0 rows, 3 rows/s, 0:00 left");
    }

    @ParameterizedTest
    @CsvSource({"59, 0:59", "60, 1:00", "3599, 59:59", "3600, 1:00:00", "90061, 25:01:01"})
    void timeLeftIsWrittenAsAClockWouldShowIt(long seconds, String shown) {
        assertThat(of(1, 1 + seconds, 1).line()).endsWith(", 1 rows/s, " + shown + " left");
    }

    private static ProgressFigures of(long done, long total, long seconds) {
        return new ProgressFigures(
                "transactions of 2026-11-01", done, OptionalLong.of(total), Duration.ofSeconds(seconds));
    }
}
