package dev.varve.report;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The progress of whatever rows are on their way: one step at a time, each with a {@link ProgressLine}. */
final class RowProgress {
    private final PrintWriter err;
    private final Screen screen;
    private final LongSupplier nanoTime;
    private String step = "";
    private Optional<ProgressLine> line = Optional.empty();
    /** Columns that the last text left on the terminal. */
    private int shown;

    RowProgress(PrintWriter err) {
        this(err, Screen.ofProcess(), System::nanoTime);
    }

    RowProgress(PrintWriter err, Screen screen, LongSupplier nanoTime) {
        this.err = err;
        this.screen = screen;
        this.nanoTime = nanoTime;
    }

    /** What begins now and has no rows to count yet: on a terminal alone, until something else is shown. */
    synchronized void show(String text) {
        end();
        screen.columns().ifPresent(columns -> {
            String cut = text.substring(0, Math.min(text.length(), columns - 1));
            err.print("\r" + cut);
            err.flush();
            shown = cut.length();
        });
    }

    /** So many rows more of a step; another step than the one before begins a line of its own. */
    synchronized void advance(String what, OptionalLong total, long rows) {
        if (!step.equals(what)) {
            end();
            step = what;
            line = Optional.of(new ProgressLine(what, total, err, screen, nanoTime));
        }
        line.ifPresent(current -> current.advance(rows));
    }

    /** Makes room for other lines. */
    synchronized void end() {
        line.ifPresent(ProgressLine::close);
        line = Optional.empty();
        step = "";
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }
}
