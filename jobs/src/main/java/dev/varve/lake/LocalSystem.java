package dev.varve.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What process numbers here are numbers of: the running kernel and, in a container, its own numbering. Two containers or
 * machines may well have one host name.
 */
final class LocalSystem {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NUMBERING = Path.of("/proc/self/ns/pid");

    private LocalSystem() {}

    /** The same for two processes if each can see the other; empty where the system does not say, as outside of Linux: then a lease is over only by its expiry. */
    static String id() {
        try {
            return Files.readString(KERNEL).strip() + " " + Files.readSymbolicLink(NUMBERING);
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
