package dev.varve;

import dev.varve.cli.CommandLineApp;
import java.time.Clock;

/** The entry point of the launcher and of spark-submit. */
public final class Varve {
    private Varve() {}

    /** Runs one command and exits with its code (see {@link dev.varve.pipeline.ExitCode}). */
    public static void main(String[] args) {
        int code = run(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs one command in this process and returns its exit code. */
    public static int run(String... args) {
        return new CommandLineApp(Clock.systemUTC()).run(args);
    }
}
