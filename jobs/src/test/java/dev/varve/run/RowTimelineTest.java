package dev.varve.run;

import static dev.varve.run.TimelineTest.change;
import static dev.varve.run.TimelineTest.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.KeyChange;
import dev.varve.model.ModelRow.Op;
import dev.varve.run.RowTimeline.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Manifest n is read at the end of day n. */
class RowTimelineTest {
    private static final Optional<Row> OF_MANIFEST_1 = Optional.of(new Row(1, false));
    private static final List<KeyChange> CHANGES = List.of(
            change(1, "insert", day(1)),
            change(2, "update", day(1)),
            change(3, "delete", day(3)),
            change(4, "insert", day(3)));

    @Test
    void itIsInsertedWrittenOverMarkedAndWrittenOverWhenItReturns() {
        assertThat(steps(OF_MANIFEST_1, Map.of()))
                .containsExactly("1 INSERTED 0", "2 OVERWRITTEN 0", "3 MARKED 0", "4 OVERWRITTEN 0");
    }

    @Test
    void aRowThatLeavesTheModelIsMarkedOnce() {
        assertThat(steps(OF_MANIFEST_1, Map.of(1, Op.UPSERT, 2, Op.DELETE, 3, Op.DELETE, 4, Op.UPSERT)))
                .containsExactly("1 INSERTED 0", "2 MARKED 0", "3 IGNORED", "4 OVERWRITTEN 0");
    }

    @Test
    void whatTheModelDoesNotYieldIsIgnored() {
        assertThat(steps(Optional.of(new Row(2, false)), Map.of(2, Op.UPSERT, 3, Op.DELETE)))
                .containsExactly("1 IGNORED", "2 INSERTED 0", "3 MARKED 0", "4 IGNORED");
        assertThat(steps(Optional.empty(), Map.of()))
                .containsExactly("1 IGNORED", "2 IGNORED", "3 IGNORED", "4 IGNORED");
    }

    @Test
    void aMemberThatAFactNeededIsFilledByTheFirstRowAndNotMarkedBeforeThat() {
        assertThat(steps(OF_MANIFEST_1, Map.of(2, Op.DELETE, 3, Op.DELETE, 4, Op.UPSERT)))
                .containsExactly("1 IGNORED", "2 IGNORED", "3 IGNORED", "4 FILLED 0");
        assertThat(steps(Optional.of(new Row(1, true)), Map.of()))
                .containsExactly("1 IGNORED", "2 IGNORED", "3 IGNORED", "4 IGNORED");
    }

    /** As after the processed zone was restored without the loads of before. */
    @Test
    void whereItIsNotKeptTheChangeItselfSaysWhatWasAsked() {
        assertThat(steps(OF_MANIFEST_1, Map.of(1, Op.UPSERT, 4, Op.UPSERT)))
                .containsExactly("1 INSERTED 0", "2 OVERWRITTEN 0", "3 MARKED 0", "4 OVERWRITTEN 0");
    }

    @Test
    void ofSeveralChangesInOneIntervalEachDidItsOwn() {
        List<KeyChange> changes = List.of(
                at(1, 0, "insert"), at(1, 1, "delete"), at(1, 2, "insert"), at(2, 0, "delete"), at(2, 1, "insert"));
        Map<KeyChange.Place, Op> asked = changes.stream()
                .collect(Collectors.toMap(KeyChange::place, change -> change.isDelete() ? Op.DELETE : Op.UPSERT));

        assertThat(RowTimeline.of(OF_MANIFEST_1, changes, asked, 2).stream().map(step -> step.effect() + ""))
                .containsExactly("INSERTED", "MARKED", "OVERWRITTEN", "MARKED", "OVERWRITTEN");
    }

    private static KeyChange at(int manifest, int position, String op) {
        return new KeyChange(manifest, position, op, day(manifest), "exact", Map.of(), Map.of());
    }

    @Test
    void whatIsNotLoadedWaits() {
        assertThat(RowTimeline.of(OF_MANIFEST_1, CHANGES.subList(0, 2), Map.of(), 1).stream()
                        .map(TimelineTest::text))
                .containsExactly("1 INSERTED 0", "2 WAITING");
    }

    private static List<String> steps(Optional<Row> row, Map<Integer, Op> asked) {
        Map<KeyChange.Place, Op> firsts = asked.entrySet().stream()
                .collect(Collectors.toMap(manifest -> new KeyChange.Place(manifest.getKey(), 0), Map.Entry::getValue));
        return RowTimeline.of(row, CHANGES, firsts, 9).stream()
                .map(TimelineTest::text)
                .toList();
    }
}
