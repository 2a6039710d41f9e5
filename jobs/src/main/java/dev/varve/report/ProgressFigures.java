package dev.varve.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How far a step is, and how that is written.
 *
 * @param what the step, as a person calls it
 * @param done rows so far
 * @param total all rows, where that is known
 * @param elapsed since the step began
 */
record ProgressFigures(String what, long done, OptionalLong total, Duration elapsed) {
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 5;

    /** One line for a file: {@code what: 42 %, 4,200,000 of 10,000,000 rows, 52,311 rows/s, 1:51 left}. */
    String line() {
        List<String> parts = new ArrayList<>();
        total.ifPresent(all -> parts.add(percent() + " %"));
        parts.add(total.isPresent() ? format("%,d of %,d rows", done, total.getAsLong()) : format("%,d rows", done));
        parts.addAll(pace());
        return what + ": " + String.join(", ", parts);
    }

    /**
     * One line for a terminal, the bar as long as there is room: {@code what [#####-----]  42 %  4,200,000 rows  52,311
     * rows/s  1:51 left}. It never fills the last column, where some terminals would begin a new line.
     */
    String bar(int columns) {
        List<String> parts = new ArrayList<>();
        total.ifPresent(all -> parts.add(format("%3d %%", percent())));
        parts.add(format("%,d rows", done));
        parts.addAll(pace());
        String figures = String.join("  ", parts);
        int room = Math.min(LONGEST_BAR, columns - 1 - what.length() - figures.length() - " [] ".length());
        String drawn = total.isPresent() && room >= SHORTEST_BAR ? "[" + filled(room) + "] " : " ";
        String text = what + " " + drawn + figures;
        return text.substring(0, Math.min(text.length(), Math.max(0, columns - 1)));
    }

    private List<String> pace() {
        double seconds = elapsed.toNanos() / 1e9;
        if (done == 0 || seconds <= 0) {
            return List.of();
        }
        double perSecond = done / seconds;
        String rate = format("%,d rows/s", (long) perSecond);
        if (total.isEmpty()) {
            return List.of(rate);
        }
        long left = Math.max(0, total.getAsLong() - done);
        return List.of(rate, time(Math.round(left / perSecond)) + " left");
    }

    /** Rounded down, so that only a step that is done shows 100. */
    private long percent() {
        long all = total.orElse(0);
        return all <= 0 ? 100 : Math.min(100, (long) (100.0 * done / all));
    }

    private String filled(int room) {
        int full = (int) (room * percent() / 100);
        return "#".repeat(full) + "-".repeat(room - full);
    }

    private static String time(long seconds) {
        return seconds < 3600
                ? format("%d:%02d", seconds / 60, seconds % 60)
                : format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
