package dev.varve.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for an error message. */
final class LogTail {
    private static final int LINES = 15;

    private LogTail() {}

    /** The file's name, a colon and its last lines, each on a line of its own. */
    static String of(Path log) {
        return log + ":\n  " + String.join("\n  ", lines(log));
    }

    private static List<String> lines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of("(unreadable: " + e + ")");
        }
    }
}
