package dev.varve.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private final Difference difference = new Difference(List.of("name", "price"));

    @Test
    void equalRowsInAnyOrderAreOk() {
        difference.expect("a", List.of("A", "1.00"));
        difference.expect("b", Arrays.asList(null, "2.00"));
        difference.meet("b", Arrays.asList(null, "2.00"));
        difference.meet("a", List.of("A", "1.00"));
        CheckResult result = difference.result();
        assertThat(result.ok()).isTrue();
        assertThat(result.rows()).isEqualTo(2);
    }

    @Test
    void aChangedRowShowsOnlyWhatDiffers() {
        difference.expect("a", List.of("A", "1.00"));
        difference.meet("a", List.of("A", "2.00"));
        assertThat(difference.result().examples())
                .containsExactly("key a: expected price '1.00', in the warehouse price '2.00'");
    }

    @Test
    void nullIsNotTheTextNull() {
        difference.expect("a", Arrays.asList(null, ""));
        difference.meet("a", List.of("NULL", ""));
        assertThat(difference.result().examples())
                .containsExactly("key a: expected name NULL, in the warehouse name 'NULL'");
    }

    @Test
    void aMissingRowAndOneTooManyFail() {
        difference.expect("a", List.of("A", "1.00"));
        difference.meet("b", List.of("B", "2.00"));
        CheckResult result = difference.result();
        assertThat(result.failures()).isEqualTo(2);
        assertThat(result.examples())
                .containsExactly(
                        "key b: not expected, or met twice; in the warehouse name 'B', price '2.00'",
                        "key a: missing in the warehouse; expected name 'A', price '1.00'");
    }

    @Test
    void aRepeatedKeyFails() {
        difference.expect("a", List.of("A", "1.00"));
        difference.meet("a", List.of("A", "1.00"));
        difference.meet("a", List.of("A", "1.00"));
        assertThat(difference.result().failures()).isEqualTo(1);
    }

    @Test
    void fiveExamplesAreShownAndAllAreCounted() {
        for (int i = 0; i < 12; i++) {
            difference.expect("k" + i, List.of("A", "1.00"));
        }
        CheckResult result = difference.result();
        assertThat(result.failures()).isEqualTo(12);
        assertThat(result.examples()).hasSize(5);
        assertThat(result.rows()).isEqualTo(12);
    }
}
