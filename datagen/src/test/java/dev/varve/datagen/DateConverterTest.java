package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateConverterTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T00:00:00Z,        yesterday, 2026-11-20",
        "2026-11-20T23:59:59.999999Z, yesterday, 2026-11-19",
        "2026-11-21T00:00:00Z,        today,     2026-11-21",
        "2027-01-01T00:05:00Z,        yesterday, 2026-12-31",
        "2028-03-01T00:05:00Z,        yesterday, 2028-02-29",
        "2026-11-21T00:00:00Z,        2026-02-03, 2026-02-03",
    })
    void wordsAreDaysInUtc(Instant now, String word, LocalDate day) {
        // In Kiritimati it is tomorrow already.
        assertThat(new DateConverter(Clock.fixed(now, ZoneId.of("Pacific/Kiritimati"))).convert(word))
                .isEqualTo(day);
    }
}
