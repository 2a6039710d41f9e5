package dev.varve.demo;

import java.io.PrintWriter;

/** A line on the terminal that says what is being done and makes room for the result. */
final class Progress {
    private static final int WIDTH = 60;

    private final PrintWriter terminal;
    private final Target target;

    /** Whether somebody is looking. */
    enum Target {
        TERMINAL,
        NOBODY
    }

    Progress(PrintWriter terminal, Target target) {
        this.terminal = terminal;
        this.target = target;
    }

    /** For a person at a terminal; silent where the output goes to a file or a pipe. */
    @SuppressWarnings("SystemConsoleNull") // that it is never null holds from Java 22 on
    static Progress onErr(PrintWriter err) {
        return new Progress(err, System.console() == null ? Target.NOBODY : Target.TERMINAL);
    }

    void show(String what) {
        if (target == Target.TERMINAL) {
            terminal.print("\r" + what + " ".repeat(Math.max(0, WIDTH - what.length())));
            terminal.flush();
        }
    }

    void clear() {
        if (target == Target.TERMINAL) {
            terminal.print("\r" + " ".repeat(WIDTH) + "\r");
            terminal.flush();
        }
    }
}
