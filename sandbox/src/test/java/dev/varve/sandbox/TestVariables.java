package dev.varve.sandbox;

import dev.varve.pipeline.VariableProvider;
import java.util.Map;

/** What {@code ${NAME}} stands for in the pipeline that a test is about to run. */
public final class TestVariables implements VariableProvider {
    private static volatile Map<String, String> current = Map.of();

    static void set(Map<String, String> variables) {
        current = Map.copyOf(variables);
    }

    @Override
    public Map<String, String> variables() {
        return current;
    }
}
