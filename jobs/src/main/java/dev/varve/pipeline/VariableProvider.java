package dev.varve.pipeline;

import java.util.Map;

/** Values for {@code ${NAME}} that hold when the environment has none; found by {@link java.util.ServiceLoader}. */
public interface VariableProvider {
    /** Name to value; empty when there is nothing to provide, as when the sandbox is down. */
    Map<String, String> variables();
}
