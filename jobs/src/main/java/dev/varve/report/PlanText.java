package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.varve.run.Planned;
import dev.varve.warehouse.Trial;
import dev.varve.warehouse.WarehouseRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan for people, or as one JSON object. */
public final class PlanText {
    private final Planned plan;
    private final List<String> lines = new ArrayList<>();

    private PlanText(Planned plan) {
        this.plan = plan;
    }

    /** The plan as one JSON object: names in snake_case, instants in ISO 8601. */
    public static String json(Planned plan) {
        return ReportJson.of(plan);
    }

    /** The plan's lines; the last one says that nothing was written. */
    public static List<String> lines(Planned plan) {
        PlanText text = new PlanText(plan);
        text.heading();
        plan.manifests().forEach(text::manifest);
        plan.changes().forEach(text::change);
        if (!plan.manifests().isEmpty()) {
            text.lines.add("");
            text.lines.add("nothing was written; to do it: varve load " + plan.pipeline());
        }
        return text.lines.stream().map(DisplayText::shown).toList();
    }

    private void heading() {
        int waiting = plan.manifests().size();
        String none = plan.loaded() == 0
                ? "the lake holds no manifest yet; ingest first"
                : "the warehouse holds " + CountWords.of(plan.loaded(), "manifest", "manifests")
                        + ", all that there are";
        lines.add(
                waiting == 0
                        ? "plan     nothing to load: " + none
                        : "plan     " + CountWords.of(waiting, "manifest", "manifests") + " would be loaded after "
                                + plan.loaded());
        if (!plan.migrations().isEmpty()) {
            lines.add("plan     " + CountWords.of(plan.migrations().size(), "migration", "migrations")
                    + " would be applied first; until then only what the manifests ask for is known: "
                    + String.join(", ", plan.migrations()));
        }
    }

    private void manifest(Planned.PlannedManifest manifest) {
        lines.add("");
        lines.add("manifest " + manifest.number() + " as of " + manifest.asOf()
                + manifest.previousReadPoint()
                        .map(previous -> ", interval " + previous + " to ")
                        .orElse(", read point ")
                + manifest.readPoint() + ", run " + manifest.runId());
        manifest.counts().forEach(table -> lines.add(row(table.table(), CountWords.of(table))));
        manifest.asked().forEach((table, ops) -> lines.add(row(table, asked(ops))));
        if (manifest.counts().isEmpty() && manifest.asked().isEmpty()) {
            lines.add("  nothing to change");
        }
    }

    private static String asked(Map<String, Long> ops) {
        return ops.isEmpty()
                ? "no rows"
                : ops.entrySet().stream()
                        .map(op -> String.format(Locale.ROOT, "%,d to %s", op.getValue(), op.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static String row(String table, String words) {
        return "  %-20s  %s".formatted(table, words);
    }

    private void change(Trial.Change change) {
        lines.add("");
        int shown = change.samples().size();
        lines.add(change.table() + "  " + change.change() + "  " + CountWords.of(change.rows(), "row", "rows")
                + (shown < change.rows() ? ", the first " + shown + " of them" : ""));
        change.samples().forEach(sample -> lines.add("  " + sample(sample)));
    }

    private static String sample(Trial.Sample sample) {
        Optional<WarehouseRow> before = sample.before();
        Optional<WarehouseRow> after = sample.after();
        if (before.isEmpty() || after.isEmpty()) {
            return CellText.of(before.or(() -> after).orElseThrow().values());
        }
        Map<String, JsonNode> old = before.get().values();
        return after.get().values().entrySet().stream()
                .map(value -> changed(value, old.getOrDefault(value.getKey(), NullNode.instance)))
                .collect(Collectors.joining(", "));
    }

    /** {@code price 11.00}, or {@code price 10.00 -> 11.00}. */
    private static String changed(Map.Entry<String, JsonNode> value, JsonNode old) {
        return value.getKey() + " "
                + (old.equals(value.getValue()) ? "" : CellText.of(old) + " -> ")
                + CellText.of(value.getValue());
    }
}
