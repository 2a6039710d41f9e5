package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How messages write keys. */
class SomeKeysTest {
    @Test
    void aFewKeysAreAllWritten() {
        assertThat(new SomeKeys(List.of(List.of("7")), 1).text()).isEqualTo("7");
        assertThat(new SomeKeys(keys("1", "2", "3", "4", "5"), 5).text()).isEqualTo("1, 2, 3, 4, 5");
    }

    @Test
    void ofManyTheFirstFiveAreWrittenAndTheOthersCounted() {
        assertThat(new SomeKeys(keys("1", "2", "3", "4", "5", "6", "7"), 6_005).text())
                .isEqualTo("1, 2, 3, 4, 5 and 6,000 more");
    }

    @Test
    void aKeyOfSeveralColumnsIsOneOfAList() {
        assertThat(new SomeKeys(List.of(List.of("N", "1"), List.of("S", "9")), 3).text())
                .isEqualTo("(N, 1), (S, 9) and 1 more");
    }

    @Test
    void numbersAreKeysToo() {
        assertThat(SomeKeys.numbers(List.of(3, 4)).text()).isEqualTo("3, 4");
        assertThat(SomeKeys.numbers(List.of(1, 2, 3, 4, 5, 6, 7)).text()).isEqualTo("1, 2, 3, 4, 5 and 2 more");
    }

    private static List<List<String>> keys(String... keys) {
        return List.of(keys).stream().map(List::of).toList();
    }
}
