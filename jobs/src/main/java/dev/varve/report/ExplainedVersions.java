package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.pipeline.Capture;
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

/** The versions of a key in a dimension of type 2 and what stands behind each. */
final class ExplainedVersions {
    private final Explained explained;
    private final Dimension dimension;
    private final List<WarehouseRow> versions;
    private final List<Step> steps;
    private final ExplainedEvents events;
    private final VersionWhy why;

    ExplainedVersions(Explained explained) {
        this.explained = explained;
        this.dimension = explained.pipeline().dimension(explained.table());
        this.versions = explained.rows().versions();
        this.steps = explained.versionSteps();
        this.events = new ExplainedEvents(explained);
        this.why = new VersionWhy(dimension, cursor());
    }

    ExplainReport report(Map<String, String> key) {
        List<ExplainReport.Version> reports = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            reports.add(version(i));
        }
        return new ExplainReport(
                explained.pipeline().name(),
                explained.table(),
                key,
                explained.from(),
                reports,
                List.of(),
                steps.stream()
                        .filter(step -> step.row().isEmpty())
                        .map(step -> events.of(step, why.other(step)))
                        .toList());
    }

    private ExplainReport.Version version(int i) {
        WarehouseRow row = versions.get(i);
        Map<String, JsonNode> attributes = new LinkedHashMap<>(row.values());
        attributes.keySet().removeAll(WarehouseTable.control(dimension));
        attributes.keySet().removeAll(dimension.key());
        attributes.remove(dimension.surrogateKey());
        List<ExplainReport.Event> all = new ArrayList<>();
        all.add(opened(i));
        steps.stream()
                .filter(step -> step.row().equals(Optional.of(i)))
                .filter(step -> step.effect() == Effect.FILLED || step.effect() == Effect.KEPT)
                .forEach(step -> all.add(events.of(step, why.touched(step))));
        ended(i).ifPresent(all::add);
        return new ExplainReport.Version(
                i + 1,
                Map.of(dimension.surrogateKey(), row.value(dimension.surrogateKey())),
                attributes,
                Optional.of(row.instant("valid_from")),
                Optional.of(row.instant("valid_to")),
                Optional.of(row.text("valid_from_precision")),
                row.flag("is_current"),
                row.flag("is_deleted"),
                row.flag("is_inferred"),
                row.text("loaded_as_of"),
                all);
    }

    private ExplainReport.Event opened(int i) {
        WarehouseRow row = versions.get(i);
        int opener = explained.opener(row);
        if (opener == 0) {
            return events.of(
                    Effect.OPENED,
                    0,
                    "no manifest as of " + row.text("loaded_as_of") + " was loaded: no load inserted it");
        }
        Optional<Step> step = step(i, Effect.OPENED);
        Optional<Integer> filled =
                step(i, Effect.FILLED).map(found -> found.change().manifest());
        String words = why.opened(
                row,
                i == 0 ? Optional.empty() : Optional.of(versions.get(i - 1)),
                step.map(Step::change),
                explained.manifest(opener),
                filled);
        return step.map(found -> events.of(found, words))
                .orElseGet(() -> events.of(Effect.OPENED, opener, words + noRow(row)));
    }

    private static String noRow(WarehouseRow row) {
        return row.text("valid_from_precision").equals("inferred") ? "" : "; the lake has no row of it any more";
    }

    private Optional<ExplainReport.Event> ended(int i) {
        WarehouseRow row = versions.get(i);
        if (row.flag("is_current")) {
            return Optional.empty();
        }
        if (!row.flag("is_deleted")) {
            return i + 1 == versions.size()
                    ? Optional.of(events.of(Effect.ENDED, 0, "no version follows it: no load left it so"))
                    : Optional.of(events.of(
                            Effect.ENDED,
                            explained.opener(versions.get(i + 1)),
                            "version " + (i + 2) + " takes its place"));
        }
        return Optional.of(step(i, Effect.ENDED)
                .map(step -> events.of(
                        step,
                        why.ended(
                                step.change(), explained.manifest(step.change().manifest()))))
                .orElseGet(() -> events.of(Effect.ENDED, 0, "the lake shows no change that ends it there")));
    }

    private Optional<Step> step(int row, Effect effect) {
        return steps.stream()
                .filter(step -> step.effect() == effect && step.row().equals(Optional.of(row)))
                .findFirst();
    }

    private Optional<Capture.Cursor> cursor() {
        return dimension
                .from()
                .map(from -> explained.pipeline().table(from).capture())
                .filter(Capture.Cursor.class::isInstance)
                .map(Capture.Cursor.class::cast);
    }
}
