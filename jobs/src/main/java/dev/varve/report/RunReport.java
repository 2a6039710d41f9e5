package dev.varve.report;

import dev.varve.capture.CapturedTable;
import dev.varve.capture.ReadPlan;
import dev.varve.lake.Manifest;
import dev.varve.lake.Pruned;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.run.Prune;
import dev.varve.run.Rebuild;
import dev.varve.run.Rewind;
import dev.varve.run.RunEvents;
import dev.varve.run.Verify;
import dev.varve.source.LowerBound;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Rebuilding;
import dev.varve.warehouse.Rewinding;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** One line per table and step, to the log file and, unless it is quiet, to a person. */
public final class RunReport implements RunEvents {
    private final Pipeline pipeline;
    private final ReportLines lines;

    RunReport(Pipeline pipeline, PrintWriter out, RowProgress progress) {
        this.pipeline = pipeline;
        this.lines = new ReportLines(pipeline.name(), out, progress);
    }

    /** For a person: what happened on {@code out}, how far long steps are on {@code err}, and all of it in the log. */
    public static RunReport toPerson(Pipeline pipeline, PrintWriter out, PrintWriter err) {
        return new RunReport(pipeline, out, new RowProgress(err));
    }

    /** For the log alone. */
    public static RunReport toLog(Pipeline pipeline) {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return new RunReport(pipeline, nobody, new RowProgress(nobody));
    }

    @Override
    public void beginning(Step step, long rows) {
        String what = switch (step) {
            case COMPARE -> "compare  %,d rows read with the state of the lake";
            case WRITE -> "write    %,d changed rows to the lake";
            case PROCESS -> "process  the models of %,d changed rows";
            case LOOK -> "look     through %,d changed rows for what is not needed";
        };
        lines.lineIfMany(String.format(Locale.ROOT, what, rows), rows);
    }

    @Override
    public void nothingToIngest(Manifest manifest) {
        lines.line("ingest   nothing to do: " + manifest.asOf() + " is manifest " + manifest.number() + " already");
    }

    @Override
    public void reading(ReadPlan plan) {
        String how = plan.bound().map(LowerBound::words).orElse(word(plan.read()));
        lines.step("read     " + plan.table().name() + " " + how);
    }

    @Override
    public void fetching(ReadPlan plan, long rows, OptionalLong expected) {
        lines.advance("read     " + plan.table().name(), expected, rows);
    }

    @Override
    public void staging(Manifest manifest, String table, long rows) {
        lines.advance("copy     " + table, expected(manifest, table), rows);
    }

    /** A fact has no more rows than its driving table has changes; for a dimension that joins tables nobody knows. */
    private OptionalLong expected(Manifest manifest, String table) {
        Stream<String> facts = pipeline.facts().stream()
                .filter(fact -> fact.name().equals(table))
                .map(Fact::from);
        Stream<String> dimensions = pipeline.dimensions().stream()
                .filter(dimension -> dimension.name().equals(table))
                .flatMap(dimension -> dimension.from().stream());
        return Stream.concat(facts, dimensions)
                .flatMap(from -> manifest.table(from).stream())
                .mapToLong(layer -> layer.counts().changed())
                .findFirst();
    }

    @Override
    public void applying(Manifest manifest, String table, Action action, long rows) {
        String word = switch (action) {
            case MATCH -> "match";
            case WRITE -> "apply";
            case CHECK -> "check";
        };
        lines.lineIfMany(String.format(Locale.ROOT, "%-8s %-18s %,d rows", word, table, rows), rows);
    }

    @Override
    public void captured(CapturedTable table) {
        ReadPlan plan = table.read().plan();
        lines.line("capture  %-18s %-11s %s"
                .formatted(plan.table().name(), word(plan.read()), CountWords.of(table.counts())));
    }

    @Override
    public void committed(Manifest manifest) {
        lines.line("commit   manifest " + manifest.number() + " as of " + manifest.asOf() + ", read point "
                + manifest.readPoint() + lines.seconds());
    }

    @Override
    public void migrated(int migrations) {
        if (migrations > 0) {
            lines.line(
                    "migrate  " + CountWords.of(migrations, "migration", "migrations") + " applied to the warehouse");
        }
    }

    @Override
    public void processed(Manifest manifest, String table) {
        lines.step("process  " + table + " of manifest " + manifest.number());
    }

    @Override
    public void loaded(Manifest manifest, List<LoadCounts> counts) {
        for (LoadCounts table : counts) {
            lines.line("load     %-18s %s".formatted(table.table(), CountWords.of(table)));
        }
        lines.line("loaded   manifest " + manifest.number() + " as of " + manifest.asOf() + lines.seconds());
    }

    @Override
    public void nothingToLoad(int lastLoaded) {
        String why = switch (lastLoaded) {
            case 0 -> "the lake holds no manifest yet; ingest first";
            case 1 -> "the warehouse holds the one manifest";
            default -> "the warehouse holds all " + lastLoaded + " manifests";
        };
        lines.line("load     nothing to do: " + why);
    }

    @Override
    public void rewound(Rewinding rewinding, Rewind.Mode mode) {
        GoingBackText.of(pipeline.name(), rewinding, mode).forEach(lines::line);
    }

    @Override
    public void replaying(Manifest manifest, int manifests) {
        lines.step("replay   manifest " + manifest.number() + " of " + manifests + " as of " + manifest.asOf());
    }

    @Override
    public void rebuilt(Rebuilding rebuilding, Rebuild.Mode mode) {
        GoingBackText.of(pipeline.name(), rebuilding, mode).forEach(lines::line);
    }

    @Override
    public void pruning(Pruned expected) {
        lines.step("prune    " + expected.place());
    }

    @Override
    public void pruned(Pruned step) {
        lines.line("%-8s %-18s %s".formatted(word(step.kind()), step.place(), CountWords.of(step)));
    }

    @Override
    public void prunedAll(List<Pruned> steps, Prune.Mode mode) {
        switch (mode) {
            case PRUNE -> lines.line("pruned   " + CountWords.of(steps) + lines.seconds());
            case DRY_RUN ->
                lines.line("dry run  " + CountWords.of(steps) + (steps.isEmpty() ? "" : "; nothing was written"));
        }
    }

    @Override
    public void copying(String table, long rows) {
        lines.advance("copy     " + table, OptionalLong.empty(), rows);
    }

    @Override
    public void folding(String table, long rows) {
        lines.advance("fold     " + table, OptionalLong.empty(), rows);
    }

    @Override
    public void comparing(String table) {
        lines.step("compare  " + table + " with what is expected of it");
    }

    @Override
    public void found(Finding finding) {
        VerifyText.lines(finding).forEach(lines::line);
    }

    @Override
    public void verified(Verify.Verified verified) {
        lines.line(VerifyText.end(verified) + lines.seconds());
    }

    @Override
    public void warning(String message) {
        lines.warning(message);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
