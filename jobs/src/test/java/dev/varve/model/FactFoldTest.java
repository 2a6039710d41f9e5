package dev.varve.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.model.FactFold.Event;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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

    private static List<String> fold(String... events) {
        FactFold fold = new FactFold();
        Arrays.stream(events).map(FactFoldTest::event).forEach(fold::take);
        return fold.facts().stream().map(FactFoldTest::text).toList();
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
