package dev.varve.pipeline;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** Cursors of tests. */
public final class Cursors {
    private Cursors() {}

    /** On one timestamp of the last change. */
    public static Capture.Cursor on(String column, Duration overlap, Reconcile reconcile, Optional<ZoneId> zone) {
        return new Capture.Cursor(
                Optional.of(column), Optional.empty(), Optional.of(new Overlap.Time(overlap)), reconcile, zone);
    }
}
