package dev.varve.sandbox.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.sandbox.reference.FactRule.Mode;
import org.junit.jupiter.api.Test;

/** Small histories of facts with what must come out of them, both typed by hand from the design's section 4. */
class HandTypedFactsTest {
    @Test
    void factsPointToTheVersionsOfTheirTime() {
        TypedHistory history = new TypedHistory(Mode.OVERWRITE)
                .read("2026-03-02 00:30", "price A | 1 | x", "person 1 | Ann | null | Hue | 2026-03-01 08:00")
                .read(
                        "2026-03-03 00:30",
                        "person 1 | Anna | null | Hue | 2026-03-03 09:00", // moved to the read
                        "sale 10 | A | 1 | 9 | 2026-03-02 09:00",
                        "sale 11 | A | 1 | 9 | null",
                        "sale 12 | A | 1 | 9 | 2026-03-07 09:00", // looked up a microsecond before the read
                        "sale 13 | B | null | 9 | 2026-03-02 09:00",
                        "sale 14 | A | 1 | null | 2026-03-02 09:00",
                        "sale 15 | A | 1 | 9 | 2026-03-01 09:00")
                .read(
                        "2026-03-05 00:30",
                        "price A | 2 | x",
                        "price B | 3 | x",
                        "price C | 4 | x",
                        "person 1 | Anna | null | Hue | 2026-03-03 09:00",
                        "sale 10 | A | 1 | 8 | 2026-03-02 09:00",
                        "sale 11 | A | 1 | 9 | null",
                        "sale 12 | A | 1 | null | 2026-03-07 09:00",
                        "sale 13 | B | null | 9 | 2026-03-02 09:00",
                        "sale 14 | A | 1 | 7 | 2026-03-04 12:00",
                        "sale 16 | C | 1 | 9 | 2026-03-01 09:00") // before the first version of C
                .read(
                        "2026-03-06 00:30",
                        "sale 15 | A | 1 | 6 | 2026-03-05 12:00",
                        "sale 17 | A | 1 | 9 | 2026-03-05 12:00");
        assertThat(history.of("price_dim"))
                .containsExactly(
                        "A | 1 | x | R0 | R2 | DELETED | initial | 1",
                        "A | 2 | x | R2 | R4 | DELETED | interval | 3",
                        "B | 3 | x | R0 | R4 | DELETED | inferred | 2",
                        "C | 4 | x | R2 | R4 | DELETED | interval | 3");
        assertThat(history.of("sale_fact"))
                .containsExactly(
                        "10 | A R0 | 1 R0 | 8 | 2026-03-02 09:00 | R4 | 2",
                        "11 | A R0 | 1 R0 | 9 | null | R4 | 2",
                        // 12 left the model
                        "13 | B R0 | unknown | 9 | 2026-03-02 09:00 | R4 | 2",
                        "14 | A R2 | 1 R2 | 7 | 2026-03-04 12:00 | R4 | 3",
                        "15 | A R2 | 1 R2 | 6 | 2026-03-05 12:00 | null | 2", // deleted at R3, returned
                        "16 | C R2 | 1 R0 | 9 | 2026-03-01 09:00 | R4 | 3",
                        "17 | A R2 | 1 R2 | 9 | 2026-03-05 12:00 | null | 4");
    }

    @Test
    void factsOfModeVersionKeepEveryRecord() {
        TypedHistory history = new TypedHistory(Mode.VERSION)
                .read("2026-03-02 00:30", "price A | 1 | x", "sale 10 | A | null | 1 | 2026-03-01 09:00")
                .read(
                        "2026-03-03 00:30",
                        "price A | 2 | x",
                        "sale 10 | A | null | 2 | 2026-03-02 09:00",
                        "sale 11 | A | null | 5 | 2026-03-04 09:00",
                        "sale 12 | A | null | 7 | 2026-03-02 09:00")
                .read(
                        "2026-03-03 14:00",
                        "price A | 2 | x",
                        "sale 10 | A | null | null | 2026-03-03 09:00",
                        "sale 11 | A | null | 6 | 2026-03-03 00:30",
                        "sale 12 | A | null | 7 | 2026-03-02 09:00")
                .read(
                        "2026-03-04 00:30",
                        "price A | 2 | x",
                        "sale 10 | A | null | 3 | 2026-03-02 09:00",
                        "sale 11 | A | null | 6 | 2026-03-03 00:30")
                .read(
                        "2026-03-05 00:30",
                        "price A | 2 | x",
                        "sale 10 | A | null | 3 | 2026-03-02 09:00",
                        "sale 11 | A | null | 6 | 2026-03-03 00:30",
                        "sale 12 | A | null | 7 | 2026-03-02 09:00");
        assertThat(history.of("sale_fact"))
                .containsExactly(
                        "10 | A R0 | unknown | 1 | 2026-03-01 09:00 | R0 | null | 1",
                        // it left the model at 09:00
                        "10 | A R1 | unknown | 2 | 2026-03-02 09:00 | 2026-03-02 09:00 | 2026-03-03 09:00 | 2",
                        "10 | A R1 | unknown | 3 | 2026-03-02 09:00 | R3 | null | 4",
                        "11 | A R1 | unknown | 5 | 2026-03-04 09:00 | R1 | null | 2", // new to a complete read
                        "11 | A R1 | unknown | 6 | R2 | R2 | null | 3",
                        "12 | A R1 | unknown | 7 | 2026-03-02 09:00 | R1 | R4 | 2",
                        "12 | A R1 | unknown | 7 | 2026-03-02 09:00 | R4 | null | 5");
    }

    @Test
    void ofEqualRowsWithoutAKeyTheHighestNumbersGoAndTheNextOnesCome() {
        TypedHistory history = new TypedHistory(Mode.OVERWRITE)
                .read(
                        "2026-03-02 00:30",
                        "price A | 1 | x",
                        "visit A | home | 2026-03-01 09:00",
                        "visit A | home | 2026-03-01 09:00",
                        "visit A | home | 2026-03-01 09:00",
                        "visit A | null | 2026-03-01 09:00")
                .read(
                        "2026-03-03 00:30",
                        "price A | 2 | x",
                        "visit A | home | 2026-03-01 09:00",
                        "visit A | null | 2026-03-01 09:00",
                        "visit A | null | 2026-03-01 09:00")
                .read(
                        "2026-03-04 00:30",
                        "price A | 2 | x",
                        "visit A | home | 2026-03-01 09:00",
                        "visit A | home | 2026-03-01 09:00",
                        "visit A | cart | 2026-03-03 09:00");
        assertThat(history.of("visit_fact"))
                .containsExactly(
                        "A | cart | 2026-03-03 09:00 | 1 | A R1 | 2026-03-03 09:00 | null | 3",
                        "A | home | 2026-03-01 09:00 | 1 | A R0 | 2026-03-01 09:00 | null | 1",
                        "A | home | 2026-03-01 09:00 | 2 | A R0 | 2026-03-01 09:00 | null | 1", // deleted at R2,
                        // returned
                        "A | home | 2026-03-01 09:00 | 3 | A R0 | 2026-03-01 09:00 | R2 | 1",
                        "A | null | 2026-03-01 09:00 | 1 | A R0 | 2026-03-01 09:00 | R3 | 1",
                        "A | null | 2026-03-01 09:00 | 2 | A R0 | 2026-03-01 09:00 | R3 | 2");
    }
}
