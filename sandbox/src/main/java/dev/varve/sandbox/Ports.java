package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** TCP ports of 127.0.0.1. */
final class Ports {
    private static final int TRIES = 200;

    private Ports() {}

    /** The preferred port, else the next one above that nobody listens on, nor is about to: those spoken for. */
    static int firstFree(int preferred, Set<Integer> spoken) {
        for (int port = preferred; port < preferred + TRIES && port <= 65535; port++) {
            if (!spoken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw VarveException.failed("Cannot find a port: " + preferred + " and those above it are all taken. Stop what"
                + " listens there, or delete .varve/sandbox/sandbox.json's folder to start afresh.");
    }

    /**
     * Finds ports and starts the servers that are to listen on them, one of this user's sandboxes at a time, so that no two
     * take a port for free that the other is about to listen on.
     */
    static synchronized <T> T inTurn(Supplier<T> start) {
        SandboxLock turn = SandboxLock.await(lockFile());
        try {
            return start.get();
        } finally {
            turn.close();
        }
    }

    private static Path lockFile() {
        return Path.of(System.getProperty("java.io.tmpdir"), "varve-ports-" + System.getProperty("user.name"));
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
