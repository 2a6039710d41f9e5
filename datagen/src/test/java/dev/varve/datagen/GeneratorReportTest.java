package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class GeneratorReportTest {
    private final StringWriter err = new StringWriter();
    private final GeneratorReport report = new GeneratorReport(new PrintWriter(err));

    @Test
    void shortDayShowsNothing() {
        report.writing(LocalDate.of(2026, 11, 1), 5_000);
        report.written(5_000);
        report.ended();

        assertThat(err).hasToString("");
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
