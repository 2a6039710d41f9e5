package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where one server listens on 127.0.0.1, and the password of the account {@code varve}.
 *
 * @param port TCP port
 * @param chosen whether a user asked for this port, so that no other will do
 * @param password hexadecimal, so that it needs no quoting anywhere
 */
record ServerAccount(int port, boolean chosen, String password) {
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{16,}");

    static final String USER = "varve";

    ServerAccount {
        checkPassword(password);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    static void checkPassword(String password) {
        if (!HEXADECIMAL.matcher(password).matches()) {
            throw new IllegalArgumentException("a password that is not hexadecimal");
        }
    }

    /** An account whose port may be any. */
    static ServerAccount on(int preferredPort, String password) {
        return new ServerAccount(preferredPort, false, password);
    }

    static String newPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The same account on the port it had; if that is taken and nobody chose it, on the next free one above. */
    ServerAccount onFreePort(Set<Integer> spoken) {
        return chosen ? this : new ServerAccount(Ports.firstFree(port, spoken), false, password);
    }

    /** Makes sure that a port which a user chose, now or earlier, is free. */
    void requireFree(String server, String option) {
        if (chosen && !Ports.isFree(port)) {
            throw VarveException.failed("Cannot start " + server + " on port " + port
                    + ": it is taken, or not free to use. Choose another by " + option
                    + ", or stop what listens there.");
        }
    }

    /** Makes sure that a running server listens where a user wants it. */
    void requireOn(String server, Optional<Integer> wish) {
        if (wish.isPresent() && wish.get() != port) {
            throw VarveException.failed("Cannot start " + server + " on port " + wish.get()
                    + ": the sandbox is already up, with " + server + " on port " + port
                    + ". Stop it with ./varve sandbox down first.");
        }
    }

    /** The same account on the port that a user asks for, if there is such a wish. */
    ServerAccount wishedOn(Optional<Integer> wish) {
        return wish.map(wished -> new ServerAccount(wished, true, password)).orElse(this);
    }

    @Override
    public String toString() {
        return USER + "@127.0.0.1:" + port;
    }
}
