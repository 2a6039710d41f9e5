package dev.varve.sandbox;

import java.util.Optional;
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

    /** The same account on a port that is free. */
    ServerAccount movedTo(int free) {
        return new ServerAccount(free, chosen, password);
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
