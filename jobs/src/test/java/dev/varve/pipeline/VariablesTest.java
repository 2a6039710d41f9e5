package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Map<String, String> SANDBOX = Map.of(
            "WAREHOUSE_URL", "sandbox-url",
            "WAREHOUSE_PASSWORD", "sandbox-password",
            "LAKE_RAW", "sandbox-raw",
            "ALONE", "sandbox-a",
            "BESIDE", "sandbox-b");

    @Test
    void environmentWins() {
        Variables variables = Variables.of(Map.of("ALONE", "mine"), SANDBOX);

        assertThat(variables.value("ALONE")).contains("mine");
        assertThat(variables.value("BESIDE")).contains("sandbox-b");
    }

    @Test
    void whatIsProvidedHoldsWhereTheEnvironmentHasNothing() {
        assertThat(Variables.of(Map.of(), SANDBOX).value("WAREHOUSE_URL")).contains("sandbox-url");
    }

    @Test
    void whatNobodySetsIsAbsent() {
        assertThat(Variables.of(Map.of(), SANDBOX).value("NOBODY")).isEmpty();
    }

    @Test
    void oneNameOfAGroupInTheEnvironmentHidesTheWholeGroup() {
        Variables variables = Variables.of(Map.of("WAREHOUSE_USER", "me"), SANDBOX);

        assertThat(variables.value("WAREHOUSE_USER")).contains("me");
        assertThat(variables.value("WAREHOUSE_PASSWORD")).isEmpty();
        assertThat(variables.value("WAREHOUSE_URL")).isEmpty();
        assertThat(variables.value("LAKE_RAW")).contains("sandbox-raw");
    }

    @Test
    void cureOfAMissingVariableKnowsTheSandbox() {
        assertThat(Variables.of(Map.of(), Map.of()).cure("SHOP_URL"))
                .isEqualTo("Set it, or start the sandbox with ./varve sandbox up.");
        assertThat(Variables.of(Map.of(), SANDBOX).cure("SHOP_URL"))
                .isEqualTo("Set it: the sandbox, which is up, has no such variable.");
        assertThat(Variables.of(Map.of("WAREHOUSE_USER", "me"), SANDBOX).cure("WAREHOUSE_URL"))
                .isEqualTo(
                        "Set it too: the environment sets other WAREHOUSE_ variables, so the sandbox provides none of"
                                + " them.");
    }

    @Test
    void valueOfTheProviderIsProvided() {
        assertThat(Variables.of(Map.of(), SANDBOX).isProvided("LAKE_RAW")).isTrue();
    }

    @Test
    void sameValueInTheEnvironmentIsProvidedToo() {
        assertThat(Variables.of(Map.of("LAKE_RAW", "sandbox-raw"), SANDBOX).isProvided("LAKE_RAW"))
                .isTrue();
    }

    @Test
    void anotherValueInTheEnvironmentIsNotProvided() {
        assertThat(Variables.of(Map.of("LAKE_RAW", "mine"), SANDBOX).isProvided("LAKE_RAW"))
                .isFalse();
    }

    @Test
    void hiddenAndUnknownNamesAreNotProvided() {
        Variables variables = Variables.of(Map.of("WAREHOUSE_USER", "me"), SANDBOX);

        assertThat(variables.isProvided("WAREHOUSE_PASSWORD")).isFalse();
        assertThat(variables.isProvided("WAREHOUSE_USER")).isFalse();
        assertThat(variables.isProvided("NOBODY")).isFalse();
    }
}
