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
import dev.varve.warehouse.LoadCounts;
import dev.varve.warehouse.Rebuilding;
import dev.varve.warehouse.Rewinding;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per table and step, to the log file and, unless it is quiet, to a person. */
public final class RunReport implements RunEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

    /** Fewer rows than that are done before somebody asks. */
    private static final long MANY = 1_000_000;

    private final Pipeline pipeline;
    private final PrintWriter out;
    private final RowProgress progress;
    private long since = System.nanoTime();

    RunReport(Pipeline pipeline, PrintWriter out, RowProgress progress) {
        this.pipeline = pipeline;
        this.out = out;
        this.progress = progress;
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
        lineIfMany(String.format(Locale.ROOT, what, rows), rows);
    }

    @Override
    public void nothingToIngest(Manifest manifest) {
        line("ingest   nothing to do: " + manifest.asOf() + " is manifest " + manifest.number() + " already");
    }

    @Override
    public void reading(ReadPlan plan) {
        String how = plan.bound()
                .map(bound -> "from " + bound.cursor().name() + " " + bound.from())
                .orElse(word(plan.read()));
        step("read     " + plan.table().name() + " " + how);
    }

    @Override
    public void fetching(ReadPlan plan, long rows, OptionalLong expected) {
        progress.advance("read     " + plan.table().name(), expected, rows);
    }

    @Override
    public void staging(Manifest manifest, String table, long rows) {
        progress.advance("copy     " + table, expected(manifest, table), rows);
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
        lineIfMany(String.format(Locale.ROOT, "%-8s %-18s %,d rows", word, table, rows), rows);
    }

    @Override
    public void captured(CapturedTable table) {
        ReadPlan plan = table.read().plan();
        line("capture  %-18s %-11s %s"
                .formatted(plan.table().name(), word(plan.read()), CountWords.of(table.counts())));
    }

    @Override
    public void committed(Manifest manifest) {
        line("commit   manifest " + manifest.number() + " as of " + manifest.asOf() + ", read point "
                + manifest.readPoint() + seconds());
    }

    @Override
    public void migrated(int migrations) {
        if (migrations > 0) {
            line("migrate  " + CountWords.of(migrations, "migration", "migrations") + " applied to the warehouse");
        }
    }

    @Override
    public void processed(Manifest manifest, String table) {
        step("process  " + table + " of manifest " + manifest.number());
    }

    @Override
    public void loaded(Manifest manifest, List<LoadCounts> counts) {
        for (LoadCounts table : counts) {
            line("load     %-18s %s".formatted(table.table(), CountWords.of(table)));
        }
        line("loaded   manifest " + manifest.number() + " as of " + manifest.asOf() + seconds());
    }

    @Override
    public void nothingToLoad(int lastLoaded) {
        String why = switch (lastLoaded) {
            case 0 -> "the lake holds no manifest yet; ingest first";
            case 1 -> "the warehouse holds the one manifest";
            default -> "the warehouse holds all " + lastLoaded + " manifests";
        };
        line("load     nothing to do: " + why);
    }

    @Override
    public void rewound(Rewinding rewinding, Rewind.Mode mode) {
        GoingBackText.of(pipeline.name(), rewinding, mode).forEach(this::line);
    }

    @Override
    public void replaying(Manifest manifest, int manifests) {
        step("replay   manifest " + manifest.number() + " of " + manifests + " as of " + manifest.asOf());
    }

    @Override
    public void rebuilt(Rebuilding rebuilding, Rebuild.Mode mode) {
        GoingBackText.of(pipeline.name(), rebuilding, mode).forEach(this::line);
    }

    @Override
    public void pruning(Pruned expected) {
        step("prune    " + expected.place());
    }

    @Override
    public void pruned(Pruned step) {
        line("%-8s %-18s %s".formatted(word(step.kind()), step.place(), CountWords.of(step)));
    }

    @Override
    public void prunedAll(List<Pruned> steps, Prune.Mode mode) {
        switch (mode) {
            case PRUNE -> line("pruned   " + CountWords.of(steps) + seconds());
            case DRY_RUN -> line("dry run  " + CountWords.of(steps) + (steps.isEmpty() ? "" : "; nothing was written"));
        }
    }

    @Override
    public void warning(String message) {
        LOG.warn("{}: {}", pipeline.name(), message);
        print("warning  " + message);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void line(String text) {
        log(text);
        print(text);
    }

    private void lineIfMany(String text, long rows) {
        if (rows >= MANY) {
            line(text);
        } else {
            step(text);
        }
    }

    /** What begins: in the log, and on a terminal for as long as it lasts. */
    private void step(String text) {
        log(text);
        progress.show(DisplayText.shown(text));
    }

    private void log(String text) {
        LOG.info("{}: {}", pipeline.name(), text);
    }

    /** The time since the last commit point; the tables between two of them are worked on side by side. */
    private String seconds() {
        long now = System.nanoTime();
        String seconds = String.format(Locale.ROOT, "  (%.1f s)", (now - since) / 1e9);
        since = now;
        return seconds;
    }

    private void print(String text) {
        progress.end();
        out.println(DisplayText.shown(text));
        out.flush();
    }
}
