package dev.varve.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.model.FactFold.Event;
import dev.varve.pipeline.Fact.OnUpdate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What becomes of one fact, written as tables. An event is: what was asked, the number of its row, the day of March 2026 when it
 * takes effect, and the number of the manifest.
 */
class FactFoldTest {
    @Test
    void nothingAskedIsNoFact() {
        assertThat(fold()).isEmpty();
    }

    @Test
    void anUpdateOverwritesTheFactAndLeavesWhereItCameFrom() {
        assertThat(fold("UPSERT 1 01 1")).containsExactly("row 1, inserted by 1, written by 1, alive");
        assertThat(fold("UPSERT 1 01 1", "UPSERT 2 03 3")).containsExactly("row 2, inserted by 1, written by 3, alive");
    }

    @Test
    void aDeleteMarksTheFactAndAReturnClearsTheMark() {
        assertThat(fold("UPSERT 1 01 1", "DELETE 2 03 3"))
                .containsExactly("row 1, inserted by 1, written by 1, deleted on 03");
        assertThat(fold("UPSERT 1 01 1", "DELETE 2 03 3", "UPSERT 3 04 4"))
                .containsExactly("row 3, inserted by 1, written by 4, alive");
    }

    @Test
    void aFactThatTheModelNoLongerYieldsIsGoneAndComesAnew() {
        assertThat(fold("UPSERT 1 01 1", "REMOVE 2 03 3")).isEmpty();
        assertThat(fold("UPSERT 1 01 1", "DELETE 2 02 2", "REMOVE 3 03 3")).isEmpty();
        assertThat(fold("UPSERT 1 01 1", "REMOVE 2 03 3", "UPSERT 3 04 4"))
                .containsExactly("row 3, inserted by 4, written by 4, alive");
    }

    @Test
    void whatWasNeverThereIsNeitherDeletedNorRemoved() {
        assertThat(fold("DELETE 1 01 1", "REMOVE 2 02 2")).isEmpty();
    }

    @Test
    void ofSeveralChangesInOneIntervalTheLastCounts() {
        assertThat(fold("UPSERT 1 01 1", "UPSERT 2 03 9", "UPSERT 3 04 9"))
                .containsExactly("row 3, inserted by 1, written by 9, alive");
        assertThat(fold("UPSERT 1 03 9", "UPSERT 2 04 9", "DELETE 3 05 9"))
                .containsExactly("row 2, inserted by 9, written by 9, deleted on 05");
        assertThat(fold("UPSERT 1 01 1", "DELETE 2 03 9", "UPSERT 3 04 9"))
                .containsExactly("row 3, inserted by 1, written by 9, alive");
        assertThat(fold("UPSERT 1 01 1", "REMOVE 2 03 9", "DELETE 3 04 9")).isEmpty();
    }

    @Test
    void eachOfSeveralChangesInOneIntervalIsARecord() {
        assertThat(records("UPSERT 1 01 1", "UPSERT 2 03 9", "UPSERT 3 03 9", "DELETE 4 04 9", "UPSERT 5 04 9"))
                .containsExactly(
                        "01T00:00:00Z row 1, inserted by 1, written by 1, alive",
                        "03T00:00:00Z row 2, inserted by 9, written by 9, alive",
                        "03T00:00:00.000001Z row 3, inserted by 9, written by 9, deleted on 04",
                        "04T00:00:00Z row 5, inserted by 9, written by 9, alive");
    }

    @Test
    void eachUpdateIsARecordWhereAllAreKept() {
        assertThat(records("UPSERT 1 01 1", "UPSERT 2 03 3", "UPSERT 3 04 4"))
                .containsExactly(
                        "01T00:00:00Z row 1, inserted by 1, written by 1, alive",
                        "03T00:00:00Z row 2, inserted by 3, written by 3, alive",
                        "04T00:00:00Z row 3, inserted by 4, written by 4, alive");
    }

    @Test
    void aRecordBeginsAfterTheOneBeforeIt() {
        assertThat(records("UPSERT 1 03 1", "UPSERT 2 03 2"))
                .containsExactly(
                        "03T00:00:00Z row 1, inserted by 1, written by 1, alive",
                        "03T00:00:00.000001Z row 2, inserted by 2, written by 2, alive");
    }

    @Test
    void theNewestRecordIsMarkedOnceAndAReturnIsOneMore() {
        assertThat(records("UPSERT 1 01 1", "UPSERT 2 02 2", "REMOVE 3 03 3", "DELETE 4 04 4", "UPSERT 5 02 5"))
                .containsExactly(
                        "01T00:00:00Z row 1, inserted by 1, written by 1, alive",
                        "02T00:00:00Z row 2, inserted by 2, written by 2, deleted on 03",
                        "03T00:00:00Z row 5, inserted by 5, written by 5, alive");
        assertThat(records("DELETE 1 01 1", "REMOVE 2 02 2")).isEmpty();
    }

    private static List<String> fold(String... events) {
        return facts(OnUpdate.OVERWRITE, events).map(FactFoldTest::text).toList();
    }

    private static List<String> records(String... events) {
        return facts(OnUpdate.VERSION, events)
                .map(fact -> fact.recordedAt().toString().substring(8) + " " + text(fact))
                .toList();
    }

    private static Stream<FactFold.Fact> facts(OnUpdate onUpdate, String... events) {
        FactFold fold = new FactFold(onUpdate);
        Arrays.stream(events).map(FactFoldTest::event).forEach(fold::take);
        return fold.facts().stream();
    }

    private static Event event(String text) {
        String[] words = text.split(" ", -1);
        return new Event(
                ModelRow.Op.valueOf(words[0]),
                Long.parseLong(words[1]),
                Instant.parse("2026-03-" + words[2] + "T00:00:00Z"),
                Integer.parseInt(words[3]));
    }

    private static String text(FactFold.Fact fact) {
        return "row " + fact.row() + ", inserted by " + fact.inserted() + ", written by " + fact.written() + ", "
                + fact.deletedAt()
                        .map(at -> "deleted on " + at.toString().substring(8, 10))
                        .orElse("alive");
    }
}
