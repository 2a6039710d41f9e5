package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nights without a load, nights without an ingest, and a manifest that was lost. */
class CatchUpIT {
    private static final int LAST = TillHistory.LAST;

    private static TillHistory history;

    @BeforeAll
    static void play() {
        history = TillHistory.played();
    }

    @Test
    void aWarehouseThatWasAwayForThreeNightsIsCaughtUpInOrder() {
        try (PipelineFixture late = history.copy("till_late", LAST, 1)) {
            assertThat(Till.load(late).lines().filter(line -> line.startsWith("loaded ")))
                    .satisfiesExactly(
                            second -> assertThat(second).contains("manifest 2 as of 2026-03-03"),
                            third -> assertThat(third).contains("manifest 3 as of 2026-03-04"),
                            last -> assertThat(last).contains("manifest 4 as of 2026-03-07"));
            assertThat(Rows.of(late.warehouse(), "SELECT number FROM varve.load ORDER BY loaded_at"))
                    .containsExactly("1", "2", "3", "4");
            assertThat(TillView.warehouse(late)).isEqualTo(history.warehouse(LAST));
        }
    }

    /** Two nights were missed before the last: its interval begins where the one before them ended. */
    @Test
    void theNextIngestBridgesMissedNights() {
        assertThat(Till.items(history.clean()))
                .containsExactly(
                        "1 | Tea | 2.00 | 01-01 00:00 | 03-03 00:30 | replaced | initial | 2026-03-02",
                        "1 | Tea | 2.10 | 03-03 00:30 | 03-05 00:30 | replaced | interval | 2026-03-03",
                        "1 | Tea | 2.30 | 03-05 00:30 | 12-31 00:00 | current | interval | 2026-03-07",
                        "2 | Milk | 1.00 | 01-01 00:00 | 03-08 00:30 | deleted | initial | 2026-03-02",
                        "3 | Bread | 3.00 | 01-01 00:00 | 03-05 00:30 | deleted | initial | 2026-03-02",
                        "3 | Bread | 3.50 | 03-05 00:30 | 12-31 00:00 | current | interval | 2026-03-07",
                        "9 | Jam | 4.00 | 01-01 00:00 | 12-31 00:00 | current | inferred | 2026-03-03");
        assertThat(Till.sales(history.clean()))
                .containsExactly(
                        "1 | 1 | 2 | 2.00 | 2026-03-02",
                        "2 | 2 | 5 | 1.00 | 2026-03-02",
                        "3 | 1 | 1 | 2.10 | 2026-03-03",
                        "4 | 9 | 1 | 4.00 | 2026-03-03",
                        "5 | 9 | 7 | 4.00 | 2026-03-04",
                        "6 | 1 | 1 | 2.30 | 2026-03-07",
                        "7 | 3 | 2 | 3.50 | 2026-03-07");
    }

    @Test
    void aManifestThatWasLostBeforeItsLoadIsMadeAnew() {
        try (PipelineFixture disturbed = history.copy("till_lost", LAST, LAST - 1)) {
            disturbed.lake().delete("raw/till/manifests/4.json");
            Till.night(disturbed, "run", LAST);
            assertThat(TillView.lake(disturbed)).isEqualTo(history.lake(LAST));
            assertThat(TillView.warehouse(disturbed)).isEqualTo(history.warehouse(LAST));
        }
    }
}
