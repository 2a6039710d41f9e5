package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds one sandbox: the servers' data and the lake.
 *
 * @param root an absolute path, {@code .varve} in a checkout
 */
public record SandboxDirectory(Path root) {
    public SandboxDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The one of this checkout: {@code .varve} under the system property {@code varve.home}, else under the current folder. */
    public static SandboxDirectory ofProcess() {
        return new SandboxDirectory(
                Path.of(System.getProperty("varve.home", "")).resolve(".varve"));
    }

    Path servers() {
        return root.resolve("sandbox");
    }

    Path mariaDb() {
        return servers().resolve("mariadb");
    }

    Path postgres() {
        return servers().resolve("postgres");
    }

    Path s3() {
        return servers().resolve("s3");
    }

    Path stateFile() {
        return servers().resolve("sandbox.json");
    }

    /** Held while the state file is read, changed and written. */
    Path stateLockFile() {
        return servers().resolve("state.lock");
    }

    Path lockFile() {
        return servers().resolve("lock");
    }

    /** Held by {@code up} until the servers are there, so that a second one finds them. */
    Path startLockFile() {
        return servers().resolve("start.lock");
    }

    Path logFile() {
        return servers().resolve("sandbox.log");
    }

    /** A lake root as Hadoop reads it: a {@code file:} address without percent escapes. */
    String lake(String zone) {
        return "file://" + root.resolve("lake").resolve(zone);
    }

    /** Creates the folder for everything but the lake; only its owner may look inside. */
    void createServersFolder() {
        try {
            Files.createDirectories(
                    servers(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw VarveException.failed("Cannot create " + servers() + ": " + e + ". Check the owner and the disk.", e);
        }
    }
}
