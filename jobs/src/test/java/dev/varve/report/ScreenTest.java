package dev.varve.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
    @Test
    void launcherTellsHowWideTheTerminalIs() {
        assertThat(Screen.of("132").columns()).hasValue(132);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "0", "-1", "1e9", "999999"})
    void terminalOfUnknownWidthHasTheUsualOne(String columns) {
        assertThat(Screen.of(columns).columns()).hasValue(80);
    }

    @Test
    void withoutAWordFromTheLauncherThereIsNone() {
        assertThat(Screen.of("")).isEqualTo(Screen.none());
        assertThat(Screen.none().columns()).isEmpty();
    }

    @Test
    void terminalHasAColumn() {
        assertThatThrownBy(() -> new Screen(OptionalInt.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A terminal has at least one column, not 0");
    }
}
