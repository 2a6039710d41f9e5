package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** TCP ports of 127.0.0.1. */
final class Ports {
    private static final int TRIES = 200;

    private Ports() {}

    /** The preferred port, else the next one above that nobody listens on, nor is about to: {@code spoken}, if not 0. */
    static int firstFree(int preferred, int spoken) {
        for (int port = preferred; port < preferred + TRIES && port <= 65535; port++) {
            if (port != spoken && isFree(port)) {
                return port;
            }
        }
        throw VarveException.failed("Cannot find a port: " + preferred + " and those above it are all taken. Stop what"
                + " listens there, or delete .varve/sandbox/sandbox.json's folder to start afresh.");
    }

    /** Locked by whoever of this user's processes looks for ports, until its servers listen on them. */
    static Path lockFile() {
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
