package dev.varve.sandbox.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.sandbox.reference.FactRule.Mode;
import org.junit.jupiter.api.Test;

/**
 * Small histories of dimensions with what must come out of them, both typed by hand from the design's sections 3 and 4; those of
 * facts are in {@link HandTypedFactsTest}.
 */
class HandTypedDimensionsTest {
    private static TypedHistory history() {
        return new TypedHistory(Mode.OVERWRITE);
    }

    @Test
    void aComparisonOfSnapshotsDatesChangesAtThePreviousReadAndDeletesAtTheRead() {
        TypedHistory history = history()
                .read("2026-03-02 00:30", "price A | 1 | x", "price B | 5 | x")
                .read("2026-03-03 00:30", "price A | 2 | x", "price B | 5 | x", "price C | 7 | x")
                .read("2026-03-04 00:30", "price B | 5 | x", "price C | 7 | x");
        assertThat(history.of("price_dim"))
                .containsExactly(
                        "A | 1 | x | R0 | R1 | REPLACED | initial | 1",
                        "A | 2 | x | R1 | R3 | DELETED | interval | 2",
                        "B | 5 | x | R0 | R9 | CURRENT | initial | 1",
                        "C | 7 | x | R1 | R9 | CURRENT | interval | 2");
    }

    @Test
    void aReturnOpensAVersionWhereTheLastOneEndedOrAfterAGap() {
        TypedHistory history = history()
                .read("2026-03-02 00:30", "price A | 1 | x", "price B | 2 | x")
                .read("2026-03-03 00:30")
                .read("2026-03-04 00:30", "price A | 1 | x")
                .read("2026-03-06 00:30", "price A | 1 | x", "price B | 3 | x");
        assertThat(history.of("price_dim"))
                .containsExactly(
                        "A | 1 | x | R0 | R2 | DELETED | initial | 1",
                        "A | 1 | x | R2 | R9 | CURRENT | interval | 3",
                        "B | 2 | x | R0 | R2 | DELETED | initial | 1",
                        "B | 3 | x | R3 | R9 | CURRENT | interval | 4");
    }

    @Test
    void aCursorIsExactOrMovedIntoTheIntervalAndVersionsAreAMicrosecondApartAtLeast() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "person 1 | Ann | null | Hue | 2026-03-01 08:00",
                        "person 2 | Bao | null | Hue | 2026-03-01 08:00",
                        "person 3 | Cam | null | Hue | 2026-03-01 08:00")
                .read(
                        "2026-03-03 00:30",
                        "person 1 | Anna | null | Hue | 2026-03-02 12:00",
                        "person 2 | Bo | null | Hue | 2026-03-02 00:10", // committed late
                        "person 3 | Cem | null | Hue | 2026-03-03 07:00") // a clock that is ahead
                .read(
                        "2026-03-03 14:00",
                        "person 1 | Anne | null | Hue | 2026-03-03 00:30",
                        "person 2 | Bob | null | Hue | 2026-03-03 00:29",
                        "person 3 | Cim | null | Hue | 2026-03-03 00:20");
        assertThat(history.of("person_dim"))
                .containsExactly(
                        "1 | Ann | null | R0 | 2026-03-02 12:00 | REPLACED | initial | 1",
                        "1 | Anna | null | 2026-03-02 12:00 | R2 | REPLACED | exact | 2",
                        "1 | Anne | null | R2 | R9 | CURRENT | exact | 3",
                        "2 | Bao | null | R0 | R1 | REPLACED | initial | 1",
                        "2 | Bo | null | R1 | R2 | REPLACED | moved | 2",
                        "2 | Bob | null | R2 | R9 | CURRENT | moved | 3",
                        "3 | Cam | null | R0 | R2 | REPLACED | initial | 1",
                        "3 | Cem | null | R2 | R2+1us | REPLACED | moved | 2",
                        "3 | Cim | null | R2+1us | R9 | CURRENT | moved | 3");
    }

    @Test
    void aNewRowIsDatedByItsInsertAndFoundByIt() {
        TypedHistory history = history()
                .read("2026-03-02 00:30", "guest 1 | Ann | 2026-03-01 20:00 | null")
                .read(
                        "2026-03-02 14:00", // the same day; the watermark is 20:00
                        "guest 1 | Anna | 2026-03-01 20:00 | null", // found, though nobody says when
                        "guest 2 | Bo | 2026-03-02 09:00 | 2026-03-02 10:00",
                        "guest 3 | Cem | 2026-03-02 08:00 | null",
                        "guest 4 | Dan | null | 2026-03-02 11:00",
                        "guest 5 | Eva | 2026-03-01 18:00 | null") // too late: the next complete read finds it
                .read(
                        "2026-03-03 00:30",
                        "guest 1 | Anna | 2026-03-01 20:00 | null",
                        "guest 2 | Bob | 2026-03-02 09:00 | 2026-03-02 20:00",
                        "guest 3 | Cem | 2026-03-02 08:00 | null",
                        "guest 4 | Dan | null | 2026-03-02 11:00",
                        "guest 5 | Eva | 2026-03-01 18:00 | null",
                        "guest 6 | Fay | 2026-03-02 21:00 | 2026-03-02 22:00",
                        "guest 7 | Gus | null | 2026-03-02 22:00");
        assertThat(history.of("guest_dim"))
                .containsExactly(
                        "1 | Ann | R0 | R1 | REPLACED | initial | 1",
                        "1 | Anna | R1 | R9 | CURRENT | interval | 2",
                        "2 | Bo | 2026-03-02 09:00 | 2026-03-02 20:00 | REPLACED | exact | 2",
                        "2 | Bob | 2026-03-02 20:00 | R9 | CURRENT | exact | 3",
                        "3 | Cem | 2026-03-02 08:00 | R9 | CURRENT | exact | 2",
                        "4 | Dan | 2026-03-02 11:00 | R9 | CURRENT | exact | 2",
                        "5 | Eva | R2 | R9 | CURRENT | moved | 3",
                        "6 | Fay | 2026-03-02 21:00 | R9 | CURRENT | exact | 3",
                        "7 | Gus | R2 | R9 | CURRENT | interval | 3");
    }

    @Test
    void anIncrementalReadSeesTheOverlapAndNullCursorsAndNoDeletes() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "person 1 | Ann | null | Hue | 2026-03-01 20:00",
                        "person 2 | Bao | null | Hue | 2026-03-01 20:00",
                        "person 3 | Cam | null | Hue | null",
                        "person 4 | Dan | null | Hue | 2026-03-01 20:00")
                .read(
                        "2026-03-02 14:00", // the same day; the watermark is 20:00, so that 19:00 is still read
                        "person 1 | Anna | null | Hue | 2026-03-01 19:00",
                        "person 2 | Bo | null | Hue | 2026-03-01 18:59",
                        "person 3 | Cem | null | Hue | null",
                        "person 5 | Eva | null | Hue | 2026-03-02 09:00")
                .read(
                        "2026-03-03 00:30",
                        "person 1 | Anna | null | Hue | 2026-03-01 19:00",
                        "person 2 | Bo | null | Hue | 2026-03-01 18:59",
                        "person 3 | Cem | null | Hue | null",
                        "person 5 | Eva | null | Hue | 2026-03-02 09:00");
        assertThat(history.of("person_dim"))
                .containsExactly(
                        "1 | Ann | null | R0 | R1 | REPLACED | initial | 1",
                        "1 | Anna | null | R1 | R9 | CURRENT | moved | 2",
                        "2 | Bao | null | R0 | R2 | REPLACED | initial | 1", // found by the next day's complete read
                        "2 | Bo | null | R2 | R9 | CURRENT | interval | 3",
                        "3 | Cam | null | R0 | R1 | REPLACED | initial | 1",
                        "3 | Cem | null | R1 | R9 | CURRENT | interval | 2",
                        "4 | Dan | null | R0 | R3 | DELETED | initial | 1",
                        "5 | Eva | null | 2026-03-02 09:00 | R9 | CURRENT | exact | 2");
    }

    @Test
    void aReconcileIsExactOnlyWhereTheCursorAdvanced() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "person 1 | Ann | null | Hue | 2026-03-01 08:00",
                        "person 2 | Bao | null | Hue | 2026-03-01 08:00",
                        "person 3 | Cam | null | Hue | null")
                .read(
                        "2026-03-03 00:30",
                        "person 1 | Anna | null | Hue | 2026-03-01 08:00", // the cursor was forgotten
                        "person 2 | Bo | null | Hue | 2026-03-02 08:00",
                        "person 3 | Cem | null | Hue | 2026-03-02 09:00",
                        "person 4 | Dan | null | Hue | 2026-03-02 10:00"); // nothing says that it came then
        assertThat(history.of("person_dim"))
                .containsExactly(
                        "1 | Ann | null | R0 | R1 | REPLACED | initial | 1",
                        "1 | Anna | null | R1 | R9 | CURRENT | interval | 2",
                        "2 | Bao | null | R0 | 2026-03-02 08:00 | REPLACED | initial | 1",
                        "2 | Bo | null | 2026-03-02 08:00 | R9 | CURRENT | exact | 2",
                        "3 | Cam | null | R0 | 2026-03-02 09:00 | REPLACED | initial | 1",
                        "3 | Cem | null | 2026-03-02 09:00 | R9 | CURRENT | exact | 2",
                        "4 | Dan | null | R1 | R9 | CURRENT | interval | 2");
    }

    @Test
    void untrackedColumnsAreOverwrittenAndAValueThatMovesBetweenColumnsIsAChange() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "price A | 1 | x",
                        "price B | 1 | x",
                        "person 1 | Ann | null | Hue | 2026-03-01 08:00")
                .read(
                        "2026-03-03 00:30",
                        "price A | 1 | y",
                        "price B | 2 | y",
                        "person 1 | null | Ann | Hue | 2026-03-01 08:00")
                .read(
                        "2026-03-04 00:30",
                        "price A | 1 | null",
                        "price B | 2 | z",
                        "person 1 | null | Ann | Huế | 2026-03-01 08:00"); // no column of the dimension
        assertThat(history.of("price_dim"))
                .containsExactly(
                        "A | 1 | null | R0 | R9 | CURRENT | initial | 1",
                        "B | 1 | x | R0 | R1 | REPLACED | initial | 1",
                        "B | 2 | z | R1 | R9 | CURRENT | interval | 2");
        assertThat(history.of("person_dim"))
                .containsExactly(
                        "1 | Ann | null | R0 | R1 | REPLACED | initial | 1",
                        "1 | null | Ann | R1 | R9 | CURRENT | interval | 2");
    }

    @Test
    void aRowThatLeavesTheModelIsDeletedWhenItDidAndComesBackAsAVersion() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "person 1 | Ann | null | Hue | 2026-03-01 08:00",
                        "person 2 | Bao | null | null | 2026-03-01 08:00",
                        "person 3 | Cam | null | Hue | 2026-03-01 08:00")
                .read(
                        "2026-03-03 00:30",
                        "person 1 | Ann | null | null | 2026-03-02 08:00",
                        "person 2 | Bao | null | null | 2026-03-02 08:00",
                        "person 3 | Cem | null | Hue | 2026-03-04 08:00")
                .read(
                        "2026-03-03 14:00",
                        "person 1 | Ann | null | Hue | 2026-03-03 08:00",
                        "person 2 | Bao | null | Hue | 2026-03-03 09:00",
                        "person 3 | Cem | null | null | 2026-03-03 00:10"); // its version starts at the very read
        assertThat(history.of("person_dim"))
                .containsExactly(
                        "1 | Ann | null | R0 | 2026-03-02 08:00 | DELETED | initial | 1",
                        "1 | Ann | null | 2026-03-03 08:00 | R9 | CURRENT | exact | 3",
                        "2 | Bao | null | 2026-03-03 09:00 | R9 | CURRENT | exact | 3",
                        "3 | Cam | null | R0 | R2 | REPLACED | initial | 1",
                        "3 | Cem | null | R2 | R2+1us | DELETED | moved | 2");
    }

    @Test
    void aJoinIsComparedBetweenEndStatesWhicheverTableChanged() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "price 1 | 5 | x",
                        "price 2 | 6 | x",
                        "person 1 | Ann | null | Hue | 2026-03-01 08:00",
                        "person 2 | Bao | null | Hue | 2026-03-01 08:00")
                .read(
                        "2026-03-03 00:30",
                        "price 1 | 5 | y",
                        "price 2 | 6 | x",
                        "price 3 | 7 | x",
                        "person 1 | Anna | null | Hue | 2026-03-02 08:00", // exact for the person, not for the join
                        "person 2 | Bao | null | Hue | 2026-03-01 08:00",
                        "person 3 | Cam | null | Hue | 2026-03-02 08:00")
                .read(
                        "2026-03-04 00:30",
                        "price 1 | 5 | y",
                        "price 2 | 6 | x",
                        "price 3 | 7 | x",
                        "person 1 | Anna | Ann | Hue | 2026-03-03 08:00", // the join does not show it
                        "person 3 | Cam | null | Hue | 2026-03-02 08:00");
        assertThat(history.of("owner_dim"))
                .containsExactly(
                        "1 | 5 | Ann | R0 | R1 | REPLACED | initial | 1",
                        "1 | 5 | Anna | R1 | R9 | CURRENT | interval | 2",
                        "2 | 6 | Bao | R0 | R3 | DELETED | initial | 1",
                        "3 | 7 | Cam | R1 | R9 | CURRENT | interval | 2");
    }

    @Test
    void ofType1AKeyHasOneRowThatIsWrittenOverMarkedAndCleared() {
        TypedHistory history = history()
                .read(
                        "2026-03-02 00:30",
                        "person 1 | Ann | null | Hue | 2026-03-01 08:00",
                        "person 2 | Bao | null | Hue | 2026-03-01 08:00",
                        "person 3 | Cam | null | null | 2026-03-01 08:00")
                .read(
                        "2026-03-03 00:30",
                        "person 1 | Anna | null | Hue | 2026-03-02 08:00",
                        "person 2 | Bao | null | null | 2026-03-02 08:00",
                        "person 3 | Cam | null | Hue | 2026-03-02 08:00");
        assertThat(history.of("person_now"))
                .containsExactly(
                        "1 | Anna | null | CURRENT | 1",
                        "2 | Bao | null | DELETED | 1",
                        "3 | Cam | null | CURRENT | 2");
        history.read("2026-03-04 00:30", "person 2 | Bo | null | Hue | 2026-03-03 08:00");
        assertThat(history.of("person_now"))
                .containsExactly(
                        "1 | Anna | null | DELETED | 1", "2 | Bo | null | CURRENT | 1", "3 | Cam | null | DELETED | 2");
    }
}
