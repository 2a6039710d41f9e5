package dev.varve.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A command in a session of its own, where the system has that, so that Ctrl-C in the terminal does not reach it. */
final class Setsid {
    private static final String PROGRAM = "setsid";

    private Setsid() {}

    static List<String> before(List<String> command) {
        List<String> whole = new ArrayList<>();
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .ifPresent(whole::add);
        whole.addAll(command);
        return whole;
    }
}
