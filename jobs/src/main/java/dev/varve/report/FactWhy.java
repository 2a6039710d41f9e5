package dev.varve.report;

import dev.varve.lake.Manifest;
import dev.varve.run.Timeline;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Why a fact is as it is and points to the versions that it points to, in words (design, section 4; decision 0006). */
final class FactWhy {
    /** The surrogate key of the unknown member. */
    static final long UNKNOWN = -1;

    private FactWhy() {}

    /** What a change did to a fact; {@code before} is the step before it. */
    static String of(Timeline.Step step, Optional<Timeline.Step> before, Manifest manifest) {
        return switch (step.effect()) {
            case INSERTED -> "the model yields a fact of it";
            case OVERWRITTEN ->
                before.filter(earlier -> earlier.effect() == Timeline.Effect.MARKED)
                                .map(earlier -> "returned: the mark is cleared, and ")
                                .orElse("")
                        + "its columns and its foreign keys are computed anew";
            case MARKED ->
                "deleted at the source: " + VersionWhy.between(manifest) + "; marked with the later one, and kept";
            case WAITING -> "not loaded yet";
            case IGNORED, OPENED, FILLED, KEPT, ENDED -> "the model yields no fact of it";
        };
    }

    /**
     * Why a foreign key leads where it does.
     *
     * @param readPoint of the manifest that looked it up, if that is known
     */
    static String of(RowsOfKey.Reference reference, long number, Optional<Instant> time, Optional<Instant> readPoint) {
        if (number == UNKNOWN) {
            return "the unknown member: the fact has no key there";
        }
        if (reference.member().isEmpty()) {
            return "there is no such version: no load left it so";
        }
        WarehouseRow member = reference.member().get();
        boolean late = readPoint.isPresent()
                && time.map(at -> !at.isBefore(readPoint.get())).orElse(true);
        Optional<Instant> lookedUp = late ? readPoint.map(end -> end.minus(1, ChronoUnit.MICROS)) : time;
        if (lookedUp.isEmpty()) {
            return "the fact has no time, and the lake does not show which read brought it";
        }
        String when = late
                ? time.map(at -> "its time, " + at + ", is at or after the read point")
                                .orElse("it has no time (decision 0006)")
                        + ": looked up one microsecond before the read point, " + lookedUp.get() + ", which "
                : "its time, " + lookedUp.get() + ", ";
        return when
                + place(member, lookedUp.get())
                + (isInferred(member) ? "; an inferred member, named by a fact before its own row came" : "");
    }

    private static String place(WarehouseRow member, Instant at) {
        if (at.isBefore(member.instant("valid_from"))) {
            return "is before the first version: the earliest is taken";
        }
        return at.isBefore(member.instant("valid_to"))
                ? "lies in that version"
                : "is in a gap: the nearest earlier version is taken";
    }

    private static boolean isInferred(WarehouseRow member) {
        return member.text("valid_from_precision").equals("inferred");
    }
}
