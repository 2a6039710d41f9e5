package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final Screen TERMINAL = new Screen(OptionalInt.of(60));

    private final StringWriter err = new StringWriter();
    private long millis = 7_000;

    @Test
    void shortStepShowsNothing() {
        for (Screen screen : new Screen[] {TERMINAL, Screen.none()}) {
            try (ProgressLine progress = start(screen)) {
                advance(progress, 1_999, 1_000);
            }
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void fileGetsAWholeLineEveryTenSeconds() {
        try (ProgressLine progress = start(Screen.none())) {
            advance(progress, 9_999, 100);
            advance(progress, 1, 100);
            advance(progress, 9_000, 100);
            advance(progress, 1_000, 100);
            advance(progress, 35_000, 100);
        }

        assertThat(err.toString().lines())
                .containsExactly(
                        "Stock: 20 %, 200 of 1,000 rows, 20 rows/s, 0:40 left",
                        "Stock: 40 %, 400 of 1,000 rows, 20 rows/s, 0:30 left",
                        "Stock: 50 %, 500 of 1,000 rows, 9 rows/s, 0:55 left");
        assertThat(err.toString()).doesNotContain("\r", "\u001b");
    }

    @Test
    void terminalIsDrawnAnewFiveTimesASecondAtMost() {
        try (ProgressLine progress = start(TERMINAL)) {
            advance(progress, 2_000, 500);
            advance(progress, 199, 0);
            advance(progress, 1, 300);
            assertThat(err)
                    .hasToString("\rStock [######------]  50 %  500 rows  250 rows/s  0:02 left"
                            + "\rStock [#########---]  80 %  800 rows  363 rows/s  0:01 left");
        }
    }

    @Test
    void closingLeavesAnEmptyLineForTheResult() {
        ProgressLine progress = start(TERMINAL);
        advance(progress, 2_000, 500);
        int length = err.toString().length() - 1;
        progress.close();
        progress.close();

        assertThat(err.toString().substring(length + 1)).isEqualTo("\r" + " ".repeat(length) + "\r");
    }

    @Test
    void shorterDrawingCoversTheLongerOne() {
        ProgressLine progress =
                new ProgressLine("Stock", OptionalLong.empty(), new PrintWriter(err), TERMINAL, this::now);
        advance(progress, 2_000, 20_000);
        advance(progress, 30_000, 0);

        assertThat(err).hasToString("\rStock  20,000 rows  10,000 rows/s" + "\rStock  20,000 rows  625 rows/s   ");
    }

    private ProgressLine start(Screen screen) {
        return new ProgressLine("Stock", OptionalLong.of(1_000), new PrintWriter(err), screen, this::now);
    }

    private void advance(ProgressLine progress, long laterMillis, long rows) {
        millis += laterMillis;
        progress.advance(rows);
    }

    private long now() {
        return millis * 1_000_000;
    }
}
