package dev.varve.warehouse;

import java.util.Locale;

/** What is done with a warehouse: the command, in the words of messages. */
public enum Purpose {
    LOAD("was loaded", "what was loaded is not loaded twice"),
    PLAN("was planned", "a plan changes nothing"),
    REWIND("was rewound", "what was taken back is not taken back twice"),
    REBUILD("was rebuilt", "a rebuild may be done twice"),
    VERIFY("was verified", "to verify changes nothing"),
    EXPLAIN("was explained", "to explain changes nothing"),
    VALIDATE("was validated", "to validate changes nothing");

    private final String done;
    private final String again;

    Purpose(String done, String again) {
        this.done = done;
        this.again = again;
    }

    /** The command. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That it was done, as the end of a sentence about a pipeline. */
    String done() {
        return done;
    }

    /** What doing it again does, as the end of a sentence. */
    String again() {
        return again;
    }
}
