package dev.varve.pipeline;

/** The exit codes of every command. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** Failed: nothing was committed; the same command may be tried again once the cause is gone. */
    FAILED(1),
    /** Bad usage or a bad pipeline file. */
    USAGE(2),
    /** Refused by a guard: somebody has to look. */
    REFUSED(3),
    /** Somebody else is writing this pipeline's lake or warehouse. */
    BUSY(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
