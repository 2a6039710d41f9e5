package dev.varve.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyVersionsTest {
    @Test
    void nineInTenAreEnoughAfterAWeek() {
        CheckResult result = new ManyVersions(7).judge(100, 90);
        assertThat(result.ok()).isTrue();
        assertThat(Checks.line("stocks", result, 0.04))
                .isEqualTo("ok      stocks                                                 100      0.0  90 %");
    }

    @Test
    void fewerFailAfterAWeek() {
        CheckResult result = new ManyVersions(7).judge(1000, 899);
        assertThat(result.ok()).isFalse();
        assertThat(result.examples()).containsExactly("expected at least 90 %, found 89 %");
    }

    @Test
    void beforeAWeekTheShareIsOnlyPrinted() {
        CheckResult result = new ManyVersions(6).judge(100, 0);
        assertThat(result.ok()).isTrue();
        assertThat(result.note()).isEqualTo("0 %");
    }
}
