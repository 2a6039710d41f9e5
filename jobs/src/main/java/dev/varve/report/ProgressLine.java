package dev.varve.report;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Tells a person how far a long step is: on a terminal one line that is drawn anew, elsewhere a whole line every ten
 * seconds. A step that is done within two seconds shows nothing. Threads may share one; it has none of its own, so it moves
 * only when it is told of rows.
 */
public final class ProgressLine implements AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(10);

    private final String what;
    private final OptionalLong total;
    private final PrintWriter err;
    private final Screen screen;
    private final LongSupplier nanoTime;
    private final long start;

    private long done;
    private long next;
    /** Columns that the last drawing left on the terminal. */
    private int drawn;

    /**
     * A step that begins now.
     *
     * @param what the step, as a person calls it: "the day 2026-11-01"
     * @param total its rows; empty where nobody knows, and then there is neither bar nor time left
     * @param err where it goes; standard error, so that results stay alone on standard output
     * @param screen what is behind {@code err}
     * @param nanoTime {@link System#nanoTime}, but in tests
     */
    public ProgressLine(String what, OptionalLong total, PrintWriter err, Screen screen, LongSupplier nanoTime) {
        this.what = what;
        this.total = total;
        this.err = err;
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.next = (screen.columns().isPresent() ? QUIET : LINE).toNanos();
    }

    /** So many rows more are done. */
    public synchronized void advance(long rows) {
        done += rows;
        long elapsed = nanoTime.getAsLong() - start;
        if (elapsed >= next) {
            next = elapsed + (screen.columns().isPresent() ? REDRAW : LINE).toNanos();
            show(new ProgressFigures(what, done, total, Duration.ofNanos(elapsed)));
        }
    }

    /** Takes the line off the terminal, to make room for the result. Rows told of later are drawn again. */
    @Override
    public synchronized void close() {
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }

    private void show(ProgressFigures figures) {
        if (screen.columns().isPresent()) {
            String text = figures.bar(screen.columns().getAsInt());
            err.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
            drawn = text.length();
        } else {
            err.println(figures.line());
        }
        err.flush();
    }
}
