package dev.varve.pipeline;

import java.util.Optional;

/**
 * A value that no log, error or manifest may show; only {@link #reveal()} gives it out. What the pipeline file refers to
 * elsewhere is read when it is first needed, and once.
 */
public final class Secret {
    private final SecretSource source;
    private Optional<String> value = Optional.empty();

    public Secret(String value) {
        this(new SecretSource.Known(value));
    }

    Secret(SecretSource source) {
        this.source = source;
    }

    /**
     * The secret itself, for the one call that needs it.
     *
     * @throws VarveException with one line that names the reference, if it cannot be read
     */
    public synchronized String reveal() {
        String known = value.orElseGet(source::read);
        value = Optional.of(known);
        return known;
    }

    @Override
    public String toString() {
        return "***";
    }
}
