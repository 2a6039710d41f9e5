package dev.varve.report;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of a report: in the log, and for a person with what lasts between them. */
final class ReportLines {
    private static final Logger LOG = LoggerFactory.getLogger(ReportLines.class);

    /** Fewer rows than that are done before somebody asks. */
    private static final long MANY = 1_000_000;

    private final String pipeline;
    private final PrintWriter out;
    private final RowProgress progress;
    private long since = System.nanoTime();

    ReportLines(String pipeline, PrintWriter out, RowProgress progress) {
        this.pipeline = pipeline;
        this.out = out;
        this.progress = progress;
    }

    /** What was done. */
    void line(String text) {
        log(text);
        print(text);
    }

    /** What begins, with so many rows. */
    void lineIfMany(String text, long rows) {
        if (rows >= MANY) {
            line(text);
        } else {
            step(text);
        }
    }

    /** What begins: in the log, and on a terminal for as long as it lasts. */
    void step(String text) {
        log(text);
        progress.show(DisplayText.shown(text));
    }

    /** How many rows more of a step are done. */
    void advance(String step, OptionalLong expected, long rows) {
        progress.advance(step, expected, rows);
    }

    void warning(String message) {
        LOG.warn("{}: {}", pipeline, message);
        print("warning  " + message);
    }

    /** The time since the last commit point; the tables between two of them are worked on side by side. */
    String seconds() {
        long now = System.nanoTime();
        String seconds = String.format(Locale.ROOT, "  (%.1f s)", (now - since) / 1e9);
        since = now;
        return seconds;
    }

    private void log(String text) {
        LOG.info("{}: {}", pipeline, text);
    }

    private void print(String text) {
        progress.end();
        out.println(DisplayText.shown(text));
        out.flush();
    }
}
