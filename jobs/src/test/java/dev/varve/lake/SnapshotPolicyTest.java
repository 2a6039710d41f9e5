package dev.varve.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.KeepSnapshots;
import dev.varve.pipeline.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {
    private static final Schedule DAILY = new Schedule(Optional.empty(), ZoneId.of("UTC"));
    private static final KeepSnapshots NONE = new KeepSnapshots(0, 0);

    @Test
    void theFirstAndTheNewestStayWhateverThePolicy() {
        assertThat(left(DAILY, NONE, "2026-01-01", "2026-01-02", "2026-01-03"))
                .containsExactly("2026-01-01", "2026-01-03");
    }

    @Test
    void aTableWithoutSnapshotsHasNothing() {
        assertThat(new SnapshotPolicy(NONE, DAILY).staying(new History(List.of()), "User"))
                .isEmpty();
    }

    @Test
    void aSoleSnapshotStays() {
        assertThat(left(DAILY, NONE, "2026-01-01")).containsExactly("2026-01-01");
    }

    @Test
    void daysCountBackFromTheLastIngestAndWithItsDay() {
        assertThat(left(
                        DAILY,
                        new KeepSnapshots(3, 0),
                        "2026-01-01",
                        "2026-01-02",
                        "2026-03-04",
                        "2026-03-05",
                        "2026-03-06",
                        "2026-03-07"))
                .containsExactly("2026-01-01", "2026-03-05", "2026-03-06", "2026-03-07");
    }

    @Test
    void monthEndsCountBackFromTheLastIngestAndWithItsMonth() {
        assertThat(left(
                        DAILY,
                        new KeepSnapshots(0, 3),
                        "2025-11-29",
                        "2025-12-30",
                        "2025-12-31", // before the three months
                        "2026-01-30",
                        "2026-01-31",
                        "2026-02-27",
                        "2026-02-28",
                        "2026-03-01",
                        "2026-03-02"))
                .containsExactly("2025-11-29", "2026-01-31", "2026-02-28", "2026-03-02");
    }

    @Test
    void theLastOfAMonthStaysWhenItsEndWasMissed() {
        assertThat(left(DAILY, new KeepSnapshots(0, 12), "2026-01-01", "2026-01-20", "2026-01-21", "2026-03-02"))
                .containsExactly("2026-01-01", "2026-01-21", "2026-03-02");
    }

    @Test
    void monthEndsReachOverTheYear() {
        assertThat(left(DAILY, new KeepSnapshots(0, 2), "2025-01-01", "2025-12-30", "2025-12-31", "2026-01-01"))
                .containsExactly("2025-01-01", "2025-12-31", "2026-01-01");
    }

    @Test
    void ofSeveralADayTheNewestStays() {
        assertThat(left(
                        frequent("UTC"),
                        new KeepSnapshots(2, 0),
                        "2026-01-01T00:05Z",
                        "2026-03-01T10:00Z",
                        "2026-03-01T23:55Z",
                        "2026-03-02T00:00Z", // ends with the first of March
                        "2026-03-02T00:05Z",
                        "2026-03-02T12:00Z"))
                .containsExactly("2026-01-01T00:05Z", "2026-03-02T00:00Z", "2026-03-02T12:00Z");
    }

    @Test
    void daysAndMonthsAreThoseOfTheZone() {
        assertThat(left(
                        frequent("Asia/Ho_Chi_Minh"), // UTC+7
                        new KeepSnapshots(0, 2),
                        "2026-01-01T00:05Z",
                        "2026-02-28T16:55Z",
                        "2026-02-28T17:00Z",
                        "2026-02-28T17:05Z", // the first of March
                        "2026-03-02T12:00Z"))
                .containsExactly("2026-01-01T00:05Z", "2026-02-28T17:00Z", "2026-03-02T12:00Z");
    }

    @Test
    void aDayOf25HoursIsOneDay() {
        assertThat(left(
                        frequent("Europe/Berlin"),
                        new KeepSnapshots(2, 0),
                        "2026-01-01T00:05Z",
                        "2026-10-24T22:05Z", // 00:05 on the 25th
                        "2026-10-25T22:55Z", // 23:55 on the 25th
                        "2026-10-25T23:05Z")) // 00:05 on the 26th
                .containsExactly("2026-01-01T00:05Z", "2026-10-25T22:55Z", "2026-10-25T23:05Z");
    }

    @Test
    void aPipelineThatBecameFrequentKeepsDaysOfBothKinds() {
        assertThat(left(
                        frequent("UTC"),
                        new KeepSnapshots(2, 0),
                        "2026-01-01",
                        "2026-03-01",
                        "2026-03-02T10:00Z",
                        "2026-03-02T11:00Z"))
                .containsExactly("2026-01-01", "2026-03-01", "2026-03-02T11:00Z");
    }

    @Test
    void aPipelineThatStoodStillLosesNothingMore() {
        History history = history("2026-01-01", "2026-01-02", "2026-01-03");
        SnapshotPolicy policy = new SnapshotPolicy(new KeepSnapshots(2, 0), DAILY);

        assertThat(policy.staying(history, "User")).containsExactly(1, 2, 3); // whatever the wall clock says
    }

    @Test
    void agesCountFromTheLastIngestEvenIfItStoredNoCopy() {
        History stored = history("2026-01-01", "2026-01-02", "2026-01-03");
        List<History.Entry> entries = new ArrayList<>(stored.entries());
        entries.add(entry(4, "2026-01-09", Manifests.unchanged(Optional.empty())));

        assertThat(new SnapshotPolicy(new KeepSnapshots(7, 0), DAILY).staying(new History(entries), "User"))
                .containsExactly(1, 3);
    }

    @Test
    void whatWasPrunedDoesNotComeBackWithAWiderPolicy() {
        PruneRecord record = new PruneRecord(
                PruneRecord.FORMAT, "shop", 1, "prune-1", Instant.EPOCH, 3, Map.of("User", List.of(1, 3)));
        History pruned =
                new History(history("2026-01-01", "2026-01-02", "2026-01-03").entries(), Optional.of(record));

        assertThat(new SnapshotPolicy(new KeepSnapshots(35, 24), DAILY).staying(pruned, "User"))
                .containsExactly(1, 3);
    }

    private static Schedule frequent(String zone) {
        return new Schedule(Optional.of(Duration.ofMinutes(5)), ZoneId.of(zone));
    }

    /** The labels of the snapshots that stay. */
    private static List<String> left(Schedule schedule, KeepSnapshots keep, String... labels) {
        return new SnapshotPolicy(keep, schedule)
                .staying(history(labels), "User").stream()
                        .map(number -> labels[number - 1])
                        .toList();
    }

    private static History history(String... labels) {
        List<History.Entry> entries = new ArrayList<>();
        for (String label : labels) {
            entries.add(entry(
                    entries.size() + 1,
                    label,
                    entries.isEmpty() ? Manifests.initial(Optional.empty()) : Manifests.complete(Optional.empty())));
        }
        return new History(entries);
    }

    private static History.Entry entry(int number, String label, TableManifest user) {
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                "shop",
                number,
                label,
                "run-" + number,
                Optional.empty(),
                LocalDate.parse("2000-01-01") // no age counts from it
                        .atStartOfDay(ZoneId.of("UTC"))
                        .toInstant(),
                "one_snapshot",
                List.of(),
                Map.of("User", user));
        return new History.Entry(manifest, "0".repeat(64));
    }
}
