package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two days of the depot in a process whose own zone is not UTC: no value and no validity shifts. */
class OtherZoneIT {
    private static final TimeZone REAL = TimeZone.getDefault();

    private static PipelineFixture fixture;

    @BeforeAll
    static void playTwoDaysInVietnam() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
        fixture = PipelineFixture.fresh("depot_zone");
        DepotDays.play(fixture, 1);
        DepotDays.play(fixture, 2);
    }

    @AfterAll
    static void close() {
        TimeZone.setDefault(REAL);
        fixture.close();
    }

    @Test
    void warehouseSessionsAreInUtc() {
        assertThat(Rows.of(fixture.warehouse(), "SHOW TimeZone")).containsExactly("UTC");
    }

    @Test
    void zonelessCursorsStayWhereTheirDeclaredZonePutsThem() {
        assertThat(DepotDays.suppliers(fixture.warehouse()))
                .containsExactly(
                        "1 | Acme | Hanoi | 1900-01-01 00:00:00+00 | 2026-03-02 08:00:00+00 | f | f | f | initial | 2026-03-01",
                        "1 | Acme | Da Nang | 2026-03-02 08:00:00+00 | 9999-12-31 00:00:00+00 | t | f | f | exact | 2026-03-02",
                        "2 | Best | Hue | 1900-01-01 00:00:00+00 | 2026-03-02 00:30:00+00 | f | f | f | initial | 2026-03-01",
                        "2 | Best | Vinh | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | moved | 2026-03-02",
                        "3 | Cargo | null | 2026-03-02 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | f | interval | 2026-03-02");
    }

    @Test
    void instantsAndZonelessTimesOfFactsAreTheSources() {
        assertThat(DepotDays.movements(fixture.warehouse()))
                .containsExactly(
                        "100 | 1 | 5 | 2026-03-01 09:00:00+00 | 2026-03-29 02:30:00 | N 1 1900-01-01 00:00:00+00 | N 1 1900-01-01 00:00:00+00 | 1 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | 2026-03-01",
                        "100 | 2 | 6 | 2026-03-01 09:00:00.000001+00 | null | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "101 | 1 | 7 | 2026-03-01 23:59:59.999999+00 | null | S 9 1900-01-01 00:00:00+00 | S 9 1900-01-01 00:00:00+00 | 2 1900-01-01 00:00:00+00 | null | 2026-03-01",
                        "102 | 1 | 8 | 2026-03-02 10:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 2026-03-02 08:00:00+00 | null | 2026-03-02",
                        "102 | 2 | 9 | 2026-03-02 07:00:00+00 | null | N 1 2026-03-02 00:30:00+00 | N 1 2026-03-02 00:30:00+00 | 1 1900-01-01 00:00:00+00 | null | 2026-03-02");
    }

    @Test
    void theWatermarkIsAnInstant() {
        assertThat(fixture.history("depot")
                        .lastOf("Supplier")
                        .orElseThrow()
                        .watermark()
                        .orElseThrow())
                .hasToString("2026-03-02T08:00:00Z");
        assertThat(fixture.history("depot")
                        .lastOf("Order")
                        .orElseThrow()
                        .watermark()
                        .orElseThrow())
                .hasToString("2026-03-02T10:00:00Z");
    }
}
