package dev.varve.report;

import dev.varve.capture.CapturedTable;
import dev.varve.capture.ReadPlan;
import dev.varve.lake.Counts;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.run.RunEvents;
import dev.varve.warehouse.LoadCounts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per table and step, to the log file and, unless it is quiet, to a person. */
public final class RunReport implements RunEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

    private final String pipeline;
    private final PrintWriter out;
    private final Audience audience;
    private long since = System.nanoTime();

    /** Who is told. */
    public enum Audience {
        PERSON_AND_LOG,
        LOG_ONLY
    }

    public RunReport(Pipeline pipeline, PrintWriter out, Audience audience) {
        this.pipeline = pipeline.name();
        this.out = out;
        this.audience = audience;
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
        LOG.info("{}: read     {} {}", pipeline, plan.table().name(), how);
    }

    @Override
    public void captured(CapturedTable table) {
        Counts counts = table.counts();
        ReadPlan plan = table.read().plan();
        line(String.format(
                Locale.ROOT,
                "capture  %-18s %-11s %,d rows read: %,d inserted, %,d updated, %,d deleted, %,d unchanged",
                plan.table().name(),
                word(plan.read()),
                counts.read(),
                counts.inserted(),
                counts.updated(),
                counts.deleted(),
                counts.unchanged()));
    }

    @Override
    public void committed(Manifest manifest) {
        line("commit   manifest " + manifest.number() + " as of " + manifest.asOf() + ", read point "
                + manifest.readPoint() + seconds());
    }

    @Override
    public void migrated(int migrations) {
        if (migrations > 0) {
            line("migrate  " + migrations + " migrations applied to the warehouse");
        }
    }

    @Override
    public void processed(Manifest manifest, String table) {
        LOG.info("{}: process  {} of manifest {}", pipeline, table, manifest.number());
    }

    @Override
    public void loaded(Manifest manifest, List<LoadCounts> counts) {
        for (LoadCounts table : counts) {
            List<String> parts = new ArrayList<>();
            add(parts, table.opened(), "versions opened");
            add(parts, table.closed(), "versions closed");
            add(parts, table.inserted(), "facts inserted");
            add(parts, table.overwritten(), "overwritten");
            add(parts, table.sourceDeleted(), "facts marked deleted");
            add(parts, table.removed(), "facts removed");
            add(parts, table.inferred(), "members inferred");
            add(parts, table.gaps(), "events in gaps");
            line("load     %-18s %s"
                    .formatted(table.table(), parts.isEmpty() ? "nothing to change" : String.join(", ", parts)));
        }
        line("loaded   manifest " + manifest.number() + " as of " + manifest.asOf() + seconds());
    }

    @Override
    public void nothingToLoad(int lastLoaded) {
        line("load     nothing to do: the warehouse holds all " + lastLoaded + " manifests");
    }

    @Override
    public void warning(String message) {
        LOG.warn("{}: {}", pipeline, message);
        print("warning  " + message);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void line(String text) {
        LOG.info("{}: {}", pipeline, text);
        print(text);
    }

    /** The time since the last commit point; the tables between two of them are worked on side by side. */
    private String seconds() {
        long now = System.nanoTime();
        String seconds = String.format(Locale.ROOT, "  (%.1f s)", (now - since) / 1e9);
        since = now;
        return seconds;
    }

    private void print(String text) {
        if (audience == Audience.PERSON_AND_LOG) {
            out.println(text);
            out.flush();
        }
    }
}
