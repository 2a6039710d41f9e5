package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcileTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-20, 2026-11-20, false",
        "2026-11-20, 2026-11-21, true",
        "2026-12-31, 2027-01-01, true",
        "2026-11-21, 2026-11-20, false",
    })
    void dailyIsDueOnALaterDay(LocalDate last, LocalDate today, boolean due) {
        assertThat(Reconcile.DAILY.due(last, today)).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-16, 2026-11-22, false", // Monday and Sunday of one week
        "2026-11-22, 2026-11-23, true", // Sunday and the Monday after it
        "2026-11-20, 2026-12-04, true",
        "2026-12-28, 2027-01-03, false", // week 53 of 2026 ends in 2027
        "2027-01-03, 2027-01-04, true", // week 53 of 2026 and week 1 of 2027
        "2024-12-30, 2025-01-05, false", // week 1 of 2025 starts in 2024
        "2024-12-29, 2024-12-30, true",
        "2026-11-20, 2027-01-05, true", // a lower week number, a later year
        "2026-11-23, 2026-11-22, false",
    })
    void weeklyIsDueInALaterIsoWeek(LocalDate last, LocalDate today, boolean due) {
        assertThat(Reconcile.WEEKLY.due(last, today)).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-20, 2026-11-21", "2020-01-01, 2026-11-21"})
    void neverIsNeverDue(LocalDate last, LocalDate today) {
        assertThat(Reconcile.NEVER.due(last, today)).isFalse();
    }
}
