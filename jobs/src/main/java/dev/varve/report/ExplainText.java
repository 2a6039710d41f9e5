package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.lake.KeyChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An {@link ExplainReport} for people. */
public final class ExplainText {
    private static final String INDENT = "               ";

    private final ExplainReport report;
    private final List<String> lines = new ArrayList<>();

    private ExplainText(ExplainReport report) {
        this.report = report;
    }

    /** The report's lines. */
    public static List<String> lines(ExplainReport report) {
        ExplainText text = new ExplainText(report);
        text.heading();
        report.versions().forEach(text::version);
        report.facts().forEach(text::fact);
        if (!report.other().isEmpty()) {
            text.lines.add("");
            text.lines.add("changes that are not in the warehouse");
            report.other().forEach(text::event);
        }
        return text.lines.stream().map(DisplayText::shown).toList();
    }

    private void heading() {
        String key = report.key().entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
        String source = report.from().map(from -> "from table " + from).orElse("joined from the states of its tables");
        String rows = report.facts().isEmpty()
                ? versions()
                : CountWords.of(report.facts().size(), "fact", "facts");
        boolean none = report.versions().isEmpty() && report.facts().isEmpty();
        lines.add(report.table() + "  " + key + "  of pipeline " + report.pipeline() + ", " + source + ": "
                + (none ? "not in the warehouse" : rows));
    }

    /** Of a dimension of type 1 there is one row. */
    private String versions() {
        boolean hasRow = report.versions().stream()
                .anyMatch(version -> version.validFrom().isEmpty());
        return hasRow
                ? CountWords.of(report.versions().size(), "row", "rows")
                : CountWords.of(report.versions().size(), "version", "versions");
    }

    private void version(ExplainReport.Version version) {
        lines.add("");
        String place = version.validFrom()
                .flatMap(from -> version.validTo().map(to -> "version " + version.version() + "  " + span(from, to)))
                .orElse("row");
        lines.add(place + "  " + state(version) + ", " + CellText.of(version.surrogateKey()));
        values(version.attributes());
        version.events().forEach(this::event);
    }

    private static String state(ExplainReport.Version version) {
        String state = version.isCurrent() ? "current" : version.isDeleted() ? "deleted" : "replaced";
        return version.isInferred() ? state + ", inferred" : state;
    }

    private void fact(ExplainReport.FactRow fact) {
        lines.add("");
        lines.add("fact  " + CellText.of(fact.columns()));
        fact.events().forEach(this::event);
        for (ExplainReport.Reference reference : fact.references()) {
            lines.add("  " + reference.column() + " " + reference.surrogateKey() + " -> " + reference.dimension()
                    + reference
                            .validFrom()
                            .flatMap(from -> reference.validTo().map(to -> "  " + span(from, to)))
                            .orElse(""));
            if (!reference.member().isEmpty()) {
                lines.add(INDENT + CellText.of(reference.member()));
            }
            lines.add(INDENT + reference.why());
        }
    }

    private void event(ExplainReport.Event event) {
        lines.add("  " + "%-13s".formatted(event.what())
                + event.manifest().map(ExplainText::manifest).orElse("no manifest"));
        event.change().ifPresent(this::change);
        lines.add(INDENT + event.why());
    }

    private static String manifest(ExplainReport.ManifestLine manifest) {
        return "manifest " + manifest.number() + " as of " + manifest.asOf()
                + manifest.previousReadPoint()
                        .map(previous -> ", interval " + span(previous, manifest.readPoint()))
                        .orElse(", read point " + manifest.readPoint())
                + ", run " + manifest.runId();
    }

    private void change(ExplainReport.Change change) {
        lines.add(INDENT + String.join(", ", change.tables()) + " " + change.op() + ", effective "
                + change.effectiveAt() + " (" + change.precision() + ")");
        if (!change.columns().isEmpty()) {
            lines.add(INDENT
                    + change.columns().entrySet().stream()
                            .map(column -> column.getKey() + " " + change(column.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** {@code 10.00 -> 11.00}; of a row that came or went, its only value. */
    private static String change(KeyChange.Value value) {
        Optional<JsonNode> before = value.before();
        Optional<JsonNode> after = value.after();
        return before.isPresent() && after.isPresent()
                ? CellText.of(before.get()) + " -> " + CellText.of(after.get())
                : CellText.of(before.or(() -> after).orElseThrow());
    }

    private void values(Map<String, JsonNode> values) {
        if (!values.isEmpty()) {
            lines.add("  " + CellText.of(values));
        }
    }

    private static String span(Instant from, Instant to) {
        return from + " to " + to;
    }
}
