package dev.varve.pipeline;

/** A value that no log, error or manifest may show; only {@link #reveal()} gives it out. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
