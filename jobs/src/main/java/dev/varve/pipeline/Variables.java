package dev.varve.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The values of {@code ${NAME}} in a pipeline file: the environment's, else those of a {@link VariableProvider}. A provider
 * stands back from a whole group (the names that are equal up to their last '_') once the environment sets one name of it, so
 * that a real server is never combined with the sandbox's password.
 */
public final class Variables {
    private final Map<String, String> environment;
    private final Map<String, String> provided;

    private Variables(Map<String, String> environment, Map<String, String> provided) {
        this.environment = Map.copyOf(environment);
        this.provided = Map.copyOf(provided);
    }

    /** The environment first, then what is provided. */
    public static Variables of(Map<String, String> environment, Map<String, String> provided) {
        return new Variables(environment, provided);
    }

    /** The process's environment first, then every provider on the class path. */
    public static Variables ofProcess() {
        Map<String, String> provided = new HashMap<>();
        ServiceLoader.load(VariableProvider.class).forEach(provider -> provided.putAll(provider.variables()));
        return of(System.getenv(), provided);
    }

    /** The value of a variable, if anybody sets it. */
    public Optional<String> value(String name) {
        String own = environment.get(name);
        if (own != null || groupIsSet(name)) {
            return Optional.ofNullable(own);
        }
        return Optional.ofNullable(provided.get(name));
    }

    /** What the environment itself sets. */
    Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** What a provider (the sandbox) offers, whatever the environment sets. */
    Optional<String> provided(String name) {
        return Optional.ofNullable(provided.get(name));
    }

    /** What to do about a variable that has no value. */
    public String cure(String name) {
        if (groupIsSet(name)) {
            return "Set it too: the environment sets other " + group(name)
                    + "_ variables, so the sandbox provides none of them.";
        }
        return provided.isEmpty()
                ? "Set it, or start the sandbox with ./varve sandbox up."
                : "Set it: the sandbox, which is up, has no such variable.";
    }

    /** Whether {@link #value} is what a provider (the sandbox) offers under that name, whoever sets it. */
    public boolean isProvided(String name) {
        return value(name).isPresent() && value(name).equals(Optional.ofNullable(provided.get(name)));
    }

    private boolean groupIsSet(String name) {
        String group = group(name);
        return !group.isEmpty()
                && environment.keySet().stream().anyMatch(other -> group(other).equals(group));
    }

    /** {@code WAREHOUSE} of {@code WAREHOUSE_URL}: names with the same prefix describe one server or store. */
    private static String group(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('_')));
    }
}
