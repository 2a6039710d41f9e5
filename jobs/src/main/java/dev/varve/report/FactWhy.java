package dev.varve.report;

import dev.varve.lake.KeyChange;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.ScdType;
import dev.varve.run.Timeline;
import dev.varve.run.Timeline.Effect;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Why a fact is as it is and points to the versions that it points to, in words (design, section 4; decision 0006). */
final class FactWhy {
    /** The surrogate key of the unknown member. */
    static final long UNKNOWN = -1;

    private static final String INFERRED = "; an inferred member, named by a fact before its own row came";

    private FactWhy() {}

    /** What a change did to the facts of its key; {@code before} is what was done to them last. */
    static String of(Timeline.Step step, Optional<Effect> before, Manifest manifest) {
        boolean marked = before.equals(Optional.of(Effect.MARKED));
        return switch (step.effect()) {
            case INSERTED -> before.map(FactWhy::again).orElse("the model yields a fact of it");
            case OVERWRITTEN ->
                (marked ? "returned: the mark is cleared, and " : "")
                        + "its columns and its foreign keys are computed anew";
            case MARKED ->
                step.change().isDelete()
                        ? "deleted at the source"
                                + (VersionWhy.isTold(step.change())
                                        ? ", which says when: marked with that, and kept"
                                        : ": " + VersionWhy.between(manifest) + "; marked with the later one, and kept")
                        : "the model no longer yields it: the newest record ends with this change, and is kept (decision"
                                + " 0009)";
            case REMOVED -> "the model no longer yields it: the fact is deleted";
            case WAITING -> "not loaded yet";
            case UNKNOWN -> "no fact of it is left, and the processed zone does not say whether there was one";
            case IGNORED, OPENED, FILLED, KEPT, ENDED -> ignored(step.change(), marked);
        };
    }

    private static String again(Effect before) {
        return switch (before) {
            case MARKED -> "it came back: one more record, and the mark of the one before stays";
            case REMOVED -> "the model yields a fact of it again";
            case INSERTED, OVERWRITTEN, OPENED, FILLED, KEPT, ENDED, IGNORED, UNKNOWN, WAITING ->
                "it changed: one more record, and the one before stays as it was";
        };
    }

    private static String ignored(KeyChange change, boolean marked) {
        if (!change.isDelete()) {
            return "the model yields no fact of it";
        }
        return marked
                ? "it had left the model before: the mark stays where it is (decision 0009)"
                : "there was no fact to mark";
    }

    /**
     * Why a foreign key leads where it does.
     *
     * @param type the dimension's
     * @param readPoint of the manifest that looked it up, if that is known
     */
    static String of(
            ScdType type,
            RowsOfKey.Reference reference,
            long number,
            Optional<Instant> time,
            Optional<Instant> readPoint) {
        if (number == UNKNOWN) {
            return "the unknown member: the fact has no key there";
        }
        if (reference.member().isEmpty()) {
            return "there is no such version: no load left it so";
        }
        WarehouseRow member = reference.member().get();
        return switch (type) {
            case TYPE_1 -> "the one row of its key, whatever the time" + (member.flag("is_inferred") ? INFERRED : "");
            case TYPE_2 -> ofVersion(member, time, readPoint);
        };
    }

    private static String ofVersion(WarehouseRow member, Optional<Instant> time, Optional<Instant> readPoint) {
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
                + (member.text("valid_from_precision").equals("inferred") ? INFERRED : "");
    }

    private static String place(WarehouseRow member, Instant at) {
        if (at.isBefore(member.instant("valid_from"))) {
            return "is before the first version: the earliest is taken";
        }
        return at.isBefore(member.instant("valid_to"))
                ? "lies in that version"
                : "is in a gap: the nearest earlier version is taken";
    }
}
