package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts commands as cron does: by {@code sh -c}, with nothing in the environment but what cron and the crontab set. Home, logs
 * and environment file are in a folder whose name has a space; a script there stands for {@code varve} and does what the
 * environment file's {@code STUB} says.
 */
final class CronHost {
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    static final Path WRAPPER = CHECKOUT.resolve("cron/varve-cron");
    static final String DATE = "\\d{4}-\\d\\d-\\d\\d";
    static final int NOBODY = 65_534;

    private final Path folder;

    CronHost(Path root) throws IOException {
        assumeTrue(exists("bash") && exists("flock"), "bash and flock are needed");
        folder = Files.createDirectory(root.resolve("with a space"));
        program("varve stub", "cd '" + folder + "' || exit", "echo \"stub: $*\"", "eval \"${STUB:-}\"");
        environment();
    }

    static boolean exists(String program) {
        return Stream.of("/usr/bin", "/bin")
                .anyMatch(bin -> Files.isExecutable(Path.of(bin).resolve(program)));
    }

    Path folder() {
        return folder;
    }

    /** Writes the environment file: the script as command, the logs beside it, and some lines more. */
    void environment(String... lines) throws IOException {
        environmentFile(Stream.concat(
                        Stream.of(
                                "VARVE_COMMAND=" + folder.resolve("varve stub"),
                                "VARVE_CRON_LOGS=" + folder.resolve("logs")),
                        Stream.of(lines))
                .toList());
    }

    /** Writes the environment file, with the rights that it should have. */
    void environmentFile(List<String> lines) throws IOException {
        Files.write(environmentFile(), lines);
        permit("rw-------");
    }

    Path environmentFile() {
        return folder.resolve("env");
    }

    void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(environmentFile(), PosixFilePermissions.fromString(permissions));
    }

    /** A shell script in the folder. */
    Path program(String name, String... lines) throws IOException {
        Path file = Files.write(
                folder.resolve(name),
                Stream.concat(Stream.of("#!/bin/sh"), Stream.of(lines)).toList());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** A pipe in the folder: whoever opens one end of it waits for the other end. */
    Path gate() throws IOException, InterruptedException {
        Path gate = folder.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        return gate;
    }

    /** Runs the crontab's job with these words in it. */
    Outcome run(String words) throws IOException, InterruptedException {
        return start(words).end();
    }

    Job start(String words) throws IOException {
        return shell(Crontab.read().command(words));
    }

    /** Starts a command line as cron would, the crontab's checkout being this one. */
    Job shell(String command) throws IOException {
        Map<String, String> environment = new HashMap<>(Crontab.read().settings());
        environment.put("VARVE_HOME", CHECKOUT.toString());
        environment.put("VARVE_ENV", environmentFile().toString());
        return start(environment, "sh", "-c", command);
    }

    /** Starts a program itself, without the shell of cron between. */
    Job program(Path program, String... arguments) throws IOException {
        return start(
                Map.of("VARVE_ENV", environmentFile().toString()),
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Starts a program with no environment file named, as a user who is not root. */
    Job programOfAUser(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        if (isRoot()) {
            assumeTrue(exists("setpriv"), "setpriv is needed to become somebody else than root");
            command.addAll(0, List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        return start(Map.of(), command.toArray(String[]::new));
    }

    /** Whether these tests run as root, to whom no file is closed. */
    boolean isRoot() throws IOException {
        return Files.getAttribute(folder, "unix:uid").equals(0);
    }

    private Job start(Map<String, String> environment, String... program) throws IOException {
        Path out = Files.createTempFile(folder, "job", ".out");
        Path err = Files.createTempFile(folder, "job", ".err");
        ProcessBuilder builder = new ProcessBuilder(program)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "HOME", folder.toString(), "LOGNAME", "varve", "SHELL", "/bin/sh", "PATH", "/usr/bin:/bin"));
        return new Job(builder.start(), out, err);
    }

    /** A started job and the files that get its output, which cron would mail. */
    record Job(Process process, Path out, Path err) {
        Outcome end() throws IOException, InterruptedException {
            int code = process.waitFor();
            return new Outcome(code, Files.readString(out), Files.readString(err));
        }
    }

    /** The names of the files in the log folder, locks left out. */
    List<String> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .toList();
        }
    }

    /** What the logs of pipeline stock say; there are two if midnight passed. */
    String log() throws IOException {
        List<String> logs = logs().stream()
                .filter(name -> name.matches("stock-" + DATE + "\\.log"))
                .sorted()
                .toList();
        assertThat(logs).isNotEmpty();
        StringBuilder text = new StringBuilder();
        for (String log : logs) {
            text.append(Files.readString(folder.resolve("logs").resolve(log)));
        }
        return text.toString();
    }

    /** Waits until the last process of a run of stock has let go of the lock. */
    void awaitLock() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("flock", folder.resolve("logs/stock.lock").toString(), "true")
                        .start()
                        .waitFor())
                .isZero();
    }
}
