package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.report.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class GeneratorReportTest {
    private final StringWriter err = new StringWriter();
    private long seconds = 7;
    private final GeneratorReport report =
            new GeneratorReport(new PrintWriter(err), Screen.none(), () -> seconds * 1_000_000_000);

    @Test
    void shortDayShowsNothing() {
        report.writing(LocalDate.of(2026, 11, 1), 5_000);
        report.written(5_000);
        report.ended();

        assertThat(err).hasToString("");
    }

    @Test
    void longDayTellsHowFarItIs() {
        report.writing(LocalDate.of(2026, 11, 1), 10_000);
        report.written(1_000);
        seconds += 10;
        report.written(3_000);
        report.ended();
        seconds += 10;
        report.written(6_000);

        assertThat(err)
                .hasToString("2026-11-01: 40 %, 4,000 of 10,000 rows, 400 rows/s, 0:15 left" + System.lineSeparator());
    }

    @Test
    void noteIsToldOnce() {
        report.note("It goes slowly.");
        report.note("It goes slowly.");

        assertThat(err).hasToString("note     It goes slowly." + System.lineSeparator());
    }

    @Test
    void longDayTellsItsPace() {
        assertThat(StockCommand.pace(5_000, 0.34)).isEqualTo("0.3 s");
        assertThat(StockCommand.pace(10_000_000, 160)).isEqualTo("160.0 s (62,500 rows/s)");
    }
}
