package dev.varve.sandbox;

import java.util.regex.Pattern;

/**
 * Where one server listens on 127.0.0.1, and the password of the account {@code varve}.
 *
 * @param port TCP port
 * @param password hexadecimal, so that it needs no quoting anywhere
 */
record ServerAccount(int port, String password) {
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

    ServerAccount withPort(int other) {
        return new ServerAccount(other, password);
    }

    @Override
    public String toString() {
        return USER + "@127.0.0.1:" + port;
    }
}
