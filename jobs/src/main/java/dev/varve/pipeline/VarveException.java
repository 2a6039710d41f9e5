package dev.varve.pipeline;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can act on. The message is one line of the form "Cannot verb thing: reason with the values. What to
 * do." and holds no secret; the exit code says of which kind it is.
 */
public final class VarveException extends RuntimeException {
    private final ExitCode exitCode;

    private VarveException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Something outside did not work: a server, a disk, a network. */
    public static VarveException failed(String message, Throwable cause) {
        return new VarveException(ExitCode.FAILED, message, cause);
    }

    /** As {@link #failed(String, Throwable)}, where no exception tells more. */
    public static VarveException failed(String message) {
        return new VarveException(ExitCode.FAILED, message, null);
    }

    /** The command line or the pipeline file is wrong. */
    public static VarveException usage(String message) {
        return new VarveException(ExitCode.USAGE, message, null);
    }

    /** A guard refused: going on could lose or falsify data. */
    public static VarveException refused(String message) {
        return new VarveException(ExitCode.REFUSED, message, null);
    }

    /** Another process writes the same lake or warehouse. */
    public static VarveException busy(String message) {
        return new VarveException(ExitCode.BUSY, message, null);
    }

    /** The first line that says something of an exception's message: servers and drivers add paragraphs. */
    public static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no reason given");
    }

    /** A reason as a sentence, so that another may follow it. */
    public static String sentence(String reason) {
        return reason.matches(".*[.!?]") ? reason : reason + ".";
    }

    /** The first line of what the innermost cause of an exception says. */
    public static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return firstLine(cause);
    }

    /** The failure that a user can act on behind an exception: itself or one of its causes. */
    public static Optional<VarveException> within(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof VarveException known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
