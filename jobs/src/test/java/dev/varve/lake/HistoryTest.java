package dev.varve.lake;

import static dev.varve.lake.Manifests.history;
import static dev.varve.lake.Manifests.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Optional<Instant> NO_WATERMARK = Optional.empty();

    private final History history = history(
            manifest(1, Map.of("User", Manifests.initial(NO_WATERMARK))),
            manifest(2, Map.of("User", Manifests.incremental(3, NO_WATERMARK))),
            manifest(3, Map.of("User", Manifests.complete(NO_WATERMARK), "Stock", Manifests.initial(NO_WATERMARK))),
            manifest(4, Map.of("User", Manifests.incremental(1, NO_WATERMARK))),
            manifest(5, Map.of("User", Manifests.incremental(0, NO_WATERMARK))),
            manifest(6, Map.of("User", Manifests.unchanged(NO_WATERMARK), "Stock", Manifests.complete(NO_WATERMARK))),
            manifest(7, Map.of("User", Manifests.incremental(2, NO_WATERMARK))));

    @Test
    void newestSnapshotIsTheLastThatWasStored() {
        assertThat(history.newestSnapshot("User")).map(Manifest::number).contains(3);
        assertThat(history.newestSnapshot("Stock")).map(Manifest::number).contains(6);
    }

    @Test
    void aPrunedSnapshotIsNoBaseOfAnyState() {
        History pruned = new History(history.entries(), Optional.of(left(7, Map.of("User", List.of(1)))));

        assertThat(pruned.newestSnapshot("User")).map(Manifest::number).contains(1);
        assertThat(pruned.upTo(3).newestSnapshot("User")).map(Manifest::number).contains(1);
        assertThat(pruned.snapshots("User")).map(Manifest::number).containsExactly(1);
        assertThat(history.snapshots("User")).map(Manifest::number).containsExactly(1, 3);
        // it was read completely all the same
        assertThat(pruned.upTo(5).newestCompleteRead("User"))
                .map(Manifest::number)
                .contains(3);
    }

    @Test
    void tablesThatARecordDoesNotNameHaveAllTheirSnapshots() {
        History pruned = new History(history.entries(), Optional.of(left(7, Map.of("User", List.of(1)))));

        assertThat(pruned.snapshots("Stock")).map(Manifest::number).containsExactly(3, 6);
    }

    @Test
    void snapshotsThatAreNewerThanThePruneAreThere() {
        History pruned = new History(history.entries(), Optional.of(left(5, Map.of("Stock", List.of(3)))));

        assertThat(pruned.snapshots("Stock")).map(Manifest::number).containsExactly(3, 6);
    }

    @Test
    void everyTableThatWasEverCapturedIsKnown() {
        assertThat(history.tables()).containsExactly("Stock", "User");
        assertThat(history.upTo(2).tables()).containsExactly("User");
    }

    private static PruneRecord left(int through, Map<String, List<Integer>> snapshots) {
        return new PruneRecord(
                PruneRecord.FORMAT, "shop", 1, "prune-1", Instant.parse("2026-11-22T03:00:00Z"), through, snapshots);
    }

    @Test
    void newestCompleteReadCountsEvenIfItsCopyWasNotStored() {
        assertThat(history.newestCompleteRead("User")).map(Manifest::number).contains(6);
        assertThat(history.upTo(5).newestCompleteRead("User"))
                .map(Manifest::number)
                .contains(3);
        assertThat(history.upTo(2).newestCompleteRead("User"))
                .map(Manifest::number)
                .contains(1);
    }

    @Test
    void changesInOrderAreNoCompleteReadAndMayRepeatKeys() {
        History told = history(
                manifest(1, Map.of("User", Manifests.initial(NO_WATERMARK))),
                manifest(2, Map.of("User", Manifests.changes(3))));
        assertThat(told.newestCompleteRead("User")).map(Manifest::number).contains(1);
        assertThat(told.layersAfter(1, "User")).map(Manifest::number).containsExactly(2);
        assertThat(told.lastOf("User").map(TableManifest::mayRepeatKeys)).contains(true);
        assertThat(history.lastOf("User").map(TableManifest::mayRepeatKeys)).contains(false);
    }

    @Test
    void lastOfATableMayBeOlderThanTheLastManifest() {
        assertThat(history.lastOf("User")).contains(Manifests.incremental(2, NO_WATERMARK));
        assertThat(history.lastOf("Stock")).contains(Manifests.complete(NO_WATERMARK));
    }

    @Test
    void layersAfterLeavesOutWhatFoundNothing() {
        assertThat(history.layersAfter(3, "User")).map(Manifest::number).containsExactly(4, 7);
        assertThat(history.layersAfter(1, "User")).map(Manifest::number).containsExactly(2, 3, 4, 7);
        assertThat(history.layersAfter(7, "User")).isEmpty();
    }

    @Test
    void layersAfterLeavesOutManifestsWithoutTheTable() {
        assertThat(history.layersAfter(0, "Stock")).map(Manifest::number).containsExactly(3, 6);
    }

    @Test
    void tableThatWasNeverCapturedHasNothing() {
        assertThat(history.lastOf("Order")).isEmpty();
        assertThat(history.newestSnapshot("Order")).isEmpty();
        assertThat(history.newestCompleteRead("Order")).isEmpty();
        assertThat(history.layersAfter(0, "Order")).isEmpty();
    }

    @Test
    void upToIsTheHistoryAsItWas() {
        assertThat(history.upTo(2).last()).map(Manifest::number).contains(2);
        assertThat(history.upTo(2).newestSnapshot("User")).map(Manifest::number).contains(1);
        assertThat(history.upTo(7)).isEqualTo(history);
        assertThat(history.upTo(0).last()).isEmpty();
    }

    @Test
    void emptyHistoryHasNoLast() {
        assertThat(new History(List.of()).last()).isEmpty();
    }

    @Test
    void aLabelIsBridgedByTheFirstGreaterOne() {
        History gapped = history(manifest(1, Map.of()), manifest(4, Map.of()), manifest(5, Map.of()));

        assertThat(gapped.bridging("2026-11-16")).map(Manifest::asOf).contains("2026-11-18");
        assertThat(gapped.bridging("2026-11-01")).map(Manifest::asOf).contains("2026-11-15");
        assertThat(gapped.bridging("2026-11-19")).isEmpty();
    }

    @Test
    void rowsOfAStateAreWhatItsLayersAddAndTakeAway() {
        History counted = history(
                manifest(1, Map.of("User", Manifests.initial(NO_WATERMARK))),
                manifest(2, Map.of()),
                manifest(3, Map.of("User", Manifests.complete(NO_WATERMARK))),
                manifest(4, Map.of("User", Manifests.incremental(5, NO_WATERMARK))));

        assertThat(counted.rows("User")).isEqualTo(9 + 1 + 5);
        assertThat(counted.rows("Stock")).isZero();
    }
}
