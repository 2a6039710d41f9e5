package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.lake.KeyChange;
import dev.varve.lake.LakeRow;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Dimension;
import dev.varve.run.Timeline;
import dev.varve.warehouse.WarehouseRow;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a version starts and ends where it does, in words (design, section 4).
 *
 * @param dimension the dimension
 * @param cursor that of its driving table, which says when rows change, if there is one
 */
record VersionWhy(Dimension dimension, Optional<Capture.Cursor> cursor) {
    /** Why a version starts where it does; {@code filled} is the manifest that filled an inferred member. */
    String opened(
            WarehouseRow version,
            Optional<WarehouseRow> before,
            Optional<KeyChange> change,
            Manifest manifest,
            Optional<Integer> filled) {
        String precision = version.text("valid_from_precision");
        return precision + ": "
                + switch (precision) {
                    case "initial" ->
                        "there at the first read; valid from " + version.text("valid_from")
                                + " on, so that older facts find a version";
                    case "interval" -> between(manifest) + "; the earlier one is taken";
                    case "exact" -> change.flatMap(this::teller).orElse("the source") + " says so";
                    case "moved" -> moved(version.instant("valid_from"), before, change);
                    case "inferred" ->
                        "a fact of manifest " + manifest.number() + " named it before its own row came; "
                                + filled.map(number -> "filled by manifest " + number)
                                        .orElse(
                                                version.flag("is_inferred")
                                                        ? "that has not come yet"
                                                        : "filled since, by a row that the lake does not show");
                    default -> "no load writes that";
                };
    }

    private String moved(Instant start, Optional<WarehouseRow> before, Optional<KeyChange> change) {
        if (change.isEmpty()) {
            return "its own time lies outside of the interval, or before the end of the version before";
        }
        Instant effective = change.get().effectiveAt();
        if (start.equals(effective) || before.isEmpty()) {
            String said = teller(change.get())
                    .map(column ->
                            column + " says " + CellText.of(change.get().after().get(column)))
                    .orElse("the source gives a time");
            return said + ", which is outside of the interval; its nearest end is taken";
        }
        return before.get().instant("valid_to").equals(start) && !before.get().flag("is_deleted")
                ? "its own time, " + effective + ", is not after the start of the version before; one microsecond after"
                        + " that is taken"
                : "its own time, " + effective + ", is before the end of the version before; that end is taken";
    }

    /** The column that says when a change took place. */
    private Optional<String> teller(KeyChange change) {
        return cursor.flatMap(columns ->
                columns.createdAt().filter(column -> dates(column, change)).or(columns::column));
    }

    private static boolean dates(String createdAt, KeyChange change) {
        JsonNode value = change.after().get(createdAt);
        return change.op().equals(LakeRow.Op.INSERT.word()) && value != null && !value.isNull();
    }

    /** Why a key's last version ends where it does. */
    String ended(KeyChange change, Manifest manifest) {
        if (change.isDelete()) {
            String what = dimension.from().isPresent() ? "deleted: " : "the model no longer yields the key: ";
            return what
                    + (isTold(change)
                            ? "the source says when"
                            : between(manifest)
                                    + "; the later one is taken, as it still lived in part of the interval");
        }
        return "the model no longer yields the key after this change";
    }

    /** Why a change opened no version. */
    String touched(Timeline.Step step) {
        if (step.effect() == Timeline.Effect.FILLED) {
            return "its own row came: it fills the attributes and leaves the start";
        }
        return dimension
                .tracked()
                .map(tracked -> "none of the tracked columns " + tracked + " changed: others are written over in place")
                .orElse("no column of the model changed: nothing is written");
    }

    /** Why a change left no trace. */
    String other(Timeline.Step step) {
        if (step.effect() == Timeline.Effect.WAITING) {
            return "not loaded yet";
        }
        return step.change().isDelete() ? "there was no version to end" : "the model yields no row of it";
    }

    /** Whether the source gave a time. */
    static boolean isTold(KeyChange change) {
        return !change.precision().equals("interval");
    }

    static String between(Manifest manifest) {
        return manifest.previousReadPoint()
                .map(previous -> "only known to lie between " + previous + " and " + manifest.readPoint())
                .orElse("not known");
    }
}
