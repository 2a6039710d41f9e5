package dev.varve.sandbox;

import dev.varve.Varve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs commands of Varve one after the other, as in processes of their own but for the seconds that those would take, and
 * ends without cleaning up, so that temporary files stay to be looked at.
 */
public final class Commands {
    private Commands() {}

    /** Takes the name of a file with a command a line, its arguments parted by tabs, and of one for the exit codes. */
    public static void main(String[] args) throws IOException {
        StringBuilder codes = new StringBuilder();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            codes.append(Varve.run(line.split("\t"))).append(' ').append(line).append('\n');
        }
        Files.writeString(Path.of(args[1]), codes);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
