package dev.varve.report;

import java.util.OptionalInt;

/**
 * What stands behind standard error: a terminal of so many columns, or a file or a pipe.
 *
 * @param columns of the terminal; empty where it is none
 */
public record Screen(OptionalInt columns) {
    /** Set by the launcher, which alone can ask whether standard error is a terminal: Java asks about input and output. */
    private static final String PROPERTY = "varve.terminal";

    private static final int USUAL = 80;

    public Screen {
        if (columns.isPresent() && columns.getAsInt() < 1) {
            throw new IllegalArgumentException("A terminal has at least one column, not " + columns.getAsInt());
        }
    }

    /** This process's; none unless the launcher says that there is one. */
    public static Screen ofProcess() {
        return of(System.getProperty(PROPERTY, ""));
    }

    /** A file or a pipe, which takes whole lines only. */
    public static Screen none() {
        return new Screen(OptionalInt.empty());
    }

    /** From the launcher's words: nothing, a number of columns, or something else where the terminal does not tell it. */
    static Screen of(String columns) {
        if (columns.isBlank()) {
            return none();
        }
        boolean told = columns.matches("[1-9][0-9]{0,4}");
        return new Screen(OptionalInt.of(told ? Integer.parseInt(columns) : USUAL));
    }
}
