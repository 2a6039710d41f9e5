package dev.varve.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.demo.check.DayCounts.Range;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DayCountsTest {
    @Test
    void numbersWithinTheirRangeAreOk() {
        CheckResult result = judge(Map.of("d1", new Range(2, 2), "d2", new Range(3, 4)), Map.of("d1", 2L, "d2", 3L));
        assertThat(result.ok()).isTrue();
        assertThat(result.rows()).isEqualTo(5);
    }

    @Test
    void oneTooFewAndOneTooManyFail() {
        CheckResult result = judge(Map.of("d1", new Range(2, 2), "d2", new Range(3, 4)), Map.of("d1", 1L, "d2", 5L));
        assertThat(result.failures()).isEqualTo(2);
        assertThat(result.examples())
                .containsExactly("d1: expected 2, in the warehouse 1", "d2: expected 3 to 4, in the warehouse 5");
    }

    @Test
    void aDayThatOneSideLacksCountsAsNone() {
        CheckResult result = judge(Map.of("d1", new Range(1, 1), "d3", Range.NONE), Map.of("d2", 1L));
        assertThat(result.examples())
                .containsExactly("d1: expected 1, in the warehouse 0", "d2: expected 0, in the warehouse 1");
    }

    private static CheckResult judge(Map<String, Range> wanted, Map<String, Long> found) {
        return DayCounts.judge(new TreeMap<>(wanted), new TreeMap<>(found));
    }
}
