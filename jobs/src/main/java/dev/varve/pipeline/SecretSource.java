package dev.varve.pipeline;

/** Where the value of a secret is. */
sealed interface SecretSource permits SecretSource.Known, SecretFile, ManagedSecret {
    /**
     * Fetches the value.
     *
     * @throws VarveException with one line that names the reference, if it cannot be had
     */
    String read();

    /** A value that is at hand, such as that of a variable. */
    record Known(String value) implements SecretSource {
        @Override
        public String read() {
            return value;
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
