package dev.varve.run;

import static dev.varve.run.TimelineTest.change;
import static dev.varve.run.TimelineTest.day;
import static dev.varve.run.TimelineTest.several;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.KeyChange;
import dev.varve.model.ModelRow.Op;
import dev.varve.pipeline.Fact.OnUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Manifest n is read at the end of day n; a row is told by the manifest that inserted it. */
class FactTimelineTest {
    private static final List<KeyChange> LEFT_AND_BACK = List.of(
            initial("insert"),
            change(2, "update", day(1)),
            change(3, "update", day(2)),
            change(4, "update", day(3)),
            change(5, "delete", day(5)),
            change(6, "insert", day(5)));

    // One that is overwritten

    @Test
    void itIsInsertedWrittenOverMarkedAndWrittenOverWhenItReturns() {
        assertThat(overwritten(
                        List.of(2),
                        Map.of(2, Op.UPSERT, 3, Op.UPSERT, 4, Op.DELETE, 5, Op.UPSERT),
                        initial("insert"),
                        change(2, "update", day(1)),
                        change(3, "update", day(2)),
                        change(4, "delete", day(4)),
                        change(5, "insert", day(4))))
                .containsExactly("1 IGNORED", "2 INSERTED 0", "3 OVERWRITTEN 0", "4 MARKED 0", "5 OVERWRITTEN 0");
    }

    @Test
    void itIsRemovedWhenItLeavesTheModelAndInsertedWhenItComesBack() {
        assertThat(overwritten(
                        List.of(6),
                        Map.of(1, Op.UPSERT, 2, Op.UPSERT, 3, Op.REMOVE, 4, Op.REMOVE, 5, Op.DELETE, 6, Op.UPSERT),
                        LEFT_AND_BACK))
                .containsExactly("1 INSERTED", "2 OVERWRITTEN", "3 REMOVED", "4 IGNORED", "5 IGNORED", "6 INSERTED 0");
    }

    @Test
    void itIsRemovedWhenItReturnsAndTheModelYieldsNone() {
        assertThat(overwritten(
                        List.of(),
                        Map.of(1, Op.UPSERT, 2, Op.DELETE, 3, Op.REMOVE),
                        initial("insert"),
                        change(2, "delete", day(2)),
                        change(3, "insert", day(2))))
                .containsExactly("1 INSERTED", "2 MARKED", "3 REMOVED");
    }

    @Test
    void ofOneThatIsGoneOnlyTheProcessedZoneKnows() {
        assertThat(overwritten(List.of(6), Map.of(6, Op.UPSERT), LEFT_AND_BACK))
                .containsExactly("1 UNKNOWN", "2 UNKNOWN", "3 UNKNOWN", "4 UNKNOWN", "5 UNKNOWN", "6 INSERTED 0");
    }

    @Test
    void whatTheModelNeverYieldedWasIgnored() {
        assertThat(overwritten(List.of(), Map.of(), initial("insert"))).containsExactly("1 IGNORED");
        assertThat(overwritten(List.of(), Map.of(2, Op.REMOVE), initial("insert"), change(2, "update", day(1))))
                .containsExactly("1 IGNORED", "2 IGNORED");
    }

    // One that keeps a record of each change

    @Test
    void everyChangeAddsARecordAndADeleteMarksTheNewest() {
        assertThat(recorded(List.of(1, 3), initial("insert"), change(3, "update", day(2)), change(4, "delete", day(4))))
                .containsExactly("1 INSERTED 0", "3 INSERTED 1", "4 MARKED 1");
    }

    @Test
    void leavingTheModelMarksTheNewestRecordOnceAndComingBackAddsOne() {
        assertThat(recorded(List.of(1, 2, 6), LEFT_AND_BACK.toArray(KeyChange[]::new)))
                .containsExactly(
                        "1 INSERTED 0", "2 INSERTED 1", "3 MARKED 1", "4 IGNORED", "5 IGNORED", "6 INSERTED 2");
    }

    @Test
    void aRecordThatCameBackIsMarkedAnew() {
        assertThat(recorded(
                        List.of(1, 3),
                        initial("insert"),
                        change(2, "delete", day(2)),
                        change(3, "insert", day(2)),
                        change(4, "update", day(3))))
                .containsExactly("1 INSERTED 0", "2 MARKED 0", "3 INSERTED 1", "4 MARKED 1");
    }

    @Test
    void beforeTheFirstRecordThereIsNothingToMark() {
        assertThat(recorded(List.of(3), initial("insert"), change(2, "delete", day(2)), change(3, "insert", day(2))))
                .containsExactly("1 IGNORED", "2 IGNORED", "3 INSERTED 0");
    }

    // Several changes in one interval

    @Test
    void ofSeveralChangesInOneIntervalEachIsTold() {
        List<KeyChange> changes = List.of(
                several(0, "insert", day(1)),
                several(1, "update", day(2)),
                several(2, "delete", day(3)),
                several(3, "insert", day(4)),
                several(4, "update", day(5)));
        assertThat(steps(OnUpdate.OVERWRITE, List.of(5), changes, Map.of()))
                .containsExactly(
                        "5.0 INSERTED 0",
                        "5.1 OVERWRITTEN 0",
                        "5.2 MARKED 0",
                        "5.3 OVERWRITTEN 0",
                        "5.4 OVERWRITTEN 0");
        assertThat(steps(OnUpdate.VERSION, List.of(5, 5, 5, 5), changes, Map.of()))
                .containsExactly(
                        "5.0 INSERTED 0", "5.1 INSERTED 1", "5.2 MARKED 1", "5.3 INSERTED 2", "5.4 INSERTED 3");
    }

    @Test
    void whatLeavesTheModelAndComesBackInOneIntervalIsTold() {
        List<KeyChange> changes =
                List.of(initial("insert"), several(0, "update", day(1)), several(1, "update", day(2)));
        Map<KeyChange.Place, Op> asked = Map.of(
                new KeyChange.Place(1, 0), Op.UPSERT,
                new KeyChange.Place(5, 0), Op.REMOVE,
                new KeyChange.Place(5, 1), Op.UPSERT);
        assertThat(steps(OnUpdate.OVERWRITE, List.of(5), changes, asked))
                .containsExactly("1.0 INSERTED", "5.0 REMOVED", "5.1 INSERTED 0");
        assertThat(steps(OnUpdate.VERSION, List.of(1, 5), changes, asked))
                .containsExactly("1.0 INSERTED 0", "5.0 MARKED 0", "5.1 INSERTED 1");
    }

    private static List<String> steps(
            OnUpdate onUpdate, List<Integer> openers, List<KeyChange> changes, Map<KeyChange.Place, Op> asked) {
        return FactTimeline.of(onUpdate, openers, changes, asked, 9).stream()
                .map(TimelineTest::placed)
                .toList();
    }

    @Test
    void whatIsNotLoadedWaits() {
        List<KeyChange> changes = List.of(initial("insert"), change(2, "delete", day(2)));
        assertThat(text(FactTimeline.of(OnUpdate.VERSION, List.of(1), changes, Map.of(), 1)))
                .containsExactly("1 INSERTED 0", "2 WAITING");
        assertThat(text(FactTimeline.of(
                        OnUpdate.OVERWRITE, List.of(1), changes, TimelineTest.asked(Map.of(2, Op.DELETE)), 1)))
                .containsExactly("1 INSERTED 0", "2 WAITING");
    }

    private static List<String> overwritten(List<Integer> openers, Map<Integer, Op> asked, KeyChange... changes) {
        return overwritten(openers, asked, List.of(changes));
    }

    private static List<String> overwritten(List<Integer> openers, Map<Integer, Op> asked, List<KeyChange> changes) {
        return text(FactTimeline.of(OnUpdate.OVERWRITE, openers, changes, TimelineTest.asked(asked), 9));
    }

    private static List<String> recorded(List<Integer> openers, KeyChange... changes) {
        return text(FactTimeline.of(OnUpdate.VERSION, openers, List.of(changes), Map.of(), 9));
    }

    private static List<String> text(List<Timeline.Step> steps) {
        return steps.stream().map(TimelineTest::text).toList();
    }

    private static KeyChange initial(String op) {
        return new KeyChange(1, 0, op, Instant.parse("1900-01-01T00:00:00Z"), "initial", Map.of(), Map.of());
    }
}
