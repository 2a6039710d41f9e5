package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.pipeline.Dimension;
import dev.varve.run.Explained;
import dev.varve.run.Timeline.Effect;
import dev.varve.run.Timeline.Step;
import dev.varve.warehouse.WarehouseRow;
import dev.varve.warehouse.WarehouseTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The row of a key in a dimension of type 1 and what stands behind it. */
final class ExplainedRow {
    private final Explained explained;
    private final Dimension dimension;
    private final List<Step> steps;
    private final ExplainedEvents events;

    ExplainedRow(Explained explained) {
        this.explained = explained;
        this.dimension = explained.pipeline().dimension(explained.table());
        this.steps = explained.versionSteps();
        this.events = new ExplainedEvents(explained);
    }

    ExplainReport report(Map<String, String> key) {
        return new ExplainReport(
                explained.pipeline().name(),
                explained.table(),
                key,
                explained.from(),
                explained.rows().versions().stream().map(this::row).toList(),
                List.of(),
                events(Optional.empty()));
    }

    private ExplainReport.Version row(WarehouseRow row) {
        Map<String, JsonNode> attributes = new LinkedHashMap<>(row.values());
        attributes.keySet().removeAll(WarehouseTable.control(dimension));
        attributes.keySet().removeAll(dimension.key());
        attributes.remove(dimension.surrogateKey());
        List<ExplainReport.Event> own = new ArrayList<>(events(Optional.of(0)));
        if (steps.stream().noneMatch(step -> step.effect() == Effect.INSERTED)) {
            own.add(0, inserted(row));
        }
        return new ExplainReport.Version(
                1,
                Map.of(dimension.surrogateKey(), row.value(dimension.surrogateKey())),
                attributes,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                !row.flag("is_deleted"),
                row.flag("is_deleted"),
                row.flag("is_inferred"),
                row.text("loaded_as_of"),
                own);
    }

    /** By a load that no row of the lake asked for it. */
    private ExplainReport.Event inserted(WarehouseRow row) {
        int opener = explained.opener(row);
        return events.of(
                Effect.INSERTED,
                opener,
                opener == 0
                        ? "no manifest as of " + row.text("loaded_as_of") + " was loaded: no load inserted it"
                        : unasked(row, opener));
    }

    private String unasked(WarehouseRow row, int opener) {
        String named = "inferred: a fact of manifest " + opener + " named it before its own row came";
        if (row.flag("is_inferred")) {
            return named + "; that has not come yet";
        }
        return steps.stream().anyMatch(step -> step.effect() == Effect.FILLED)
                ? named
                : "the lake does not show any more what inserted it";
    }

    private List<ExplainReport.Event> events(Optional<Integer> row) {
        List<ExplainReport.Event> found = new ArrayList<>();
        Optional<Effect> before = Optional.empty();
        for (Step step : steps) {
            if (step.row().equals(row)) {
                found.add(events.of(step, why(step, before)));
            }
            if (step.row().isPresent()) {
                before = Optional.of(step.effect());
            }
        }
        return found;
    }

    private String why(Step step, Optional<Effect> before) {
        boolean isDelete = step.change().isDelete();
        boolean marked = before.equals(Optional.of(Effect.MARKED));
        return switch (step.effect()) {
            case INSERTED -> "the model yields a row of it";
            case FILLED -> "its own row came: it fills the attributes";
            case OVERWRITTEN ->
                marked
                        ? "returned: the mark is cleared, and the row is as the model yields it now"
                        : "what the model yields otherwise now is written over in place";
            case MARKED ->
                (isDelete && dimension.from().isPresent()
                                ? "deleted at the source"
                                : "the model no longer yields the key")
                        + ": the row is marked, and kept as it was";
            case WAITING -> "not loaded yet";
            case IGNORED, OPENED, KEPT, ENDED, REMOVED, UNKNOWN ->
                isDelete
                        ? (marked ? "it had left the model before: the mark stays" : "there was no row to mark")
                        : "the model yields no row of it";
        };
    }
}
