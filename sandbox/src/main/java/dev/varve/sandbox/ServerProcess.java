package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A server as its pid file names it, whoever started it.
 *
 * @param name for messages
 * @param pidFile its first line is the process id
 * @param data the data folder, which the server's command line names
 * @param stopSignal the signal for a clean stop that does not wait for clients
 */
record ServerProcess(String name, Path pidFile, Path data, String stopSignal) {
    private static final Duration CLEAN_STOP = Duration.ofSeconds(60);

    static ServerProcess mariaDb(SandboxDirectory directory) {
        Path folder = directory.mariaDb();
        return new ServerProcess("MariaDB", folder.resolve("mariadb.pid"), folder.resolve("data"), "TERM");
    }

    static ServerProcess postgres(SandboxDirectory directory) {
        Path data = directory.postgres().resolve("data");
        return new ServerProcess("Postgres", data.resolve("postmaster.pid"), data, "INT");
    }

    static ServerProcess s3(Path folder) {
        return new ServerProcess("the S3 server", S3Launcher.pidFile(folder), S3Launcher.data(folder), "TERM");
    }

    /** All that a sandbox may run. */
    static List<ServerProcess> all(SandboxDirectory directory) {
        return List.of(mariaDb(directory), postgres(directory), s3(directory.s3()));
    }

    /** The running process; empty if there is none, or if the pid file outlived it and another process has its number. */
    Optional<ProcessHandle> running() {
        return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle handle) {
        return handle.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments).anyMatch(argument -> argument.endsWith(realData())))
                .orElse(false);
    }

    private String realData() {
        try {
            return data.toRealPath().toString();
        } catch (IOException e) {
            return data.toString();
        }
    }

    private Optional<Long> pid() {
        try {
            return Files.readString(pidFile)
                    .lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]{1,10}"))
                    .map(Long::valueOf);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw VarveException.failed("Cannot read " + pidFile + ": " + e + ". Use the account that started it.", e);
        }
    }

    /** Stops the server if it runs and waits until it is gone. */
    void stop() {
        running().ifPresent(handle -> {
            signal(handle);
            if (!awaitGone()) {
                handle.destroyForcibly();
                awaitGone();
            }
        });
    }

    /** Waits until the server is gone; false if it still runs after a minute. */
    boolean awaitGone() {
        return Patience.until(() -> running().isEmpty(), CLEAN_STOP);
    }

    private void signal(ProcessHandle handle) {
        try {
            // Java itself can only send TERM, upon which Postgres waits for its clients to leave.
            new ProcessBuilder("kill", "-" + stopSignal, Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw VarveException.failed("Cannot stop " + name + ", process " + handle.pid() + ": " + e + ".", e);
        }
    }
}
