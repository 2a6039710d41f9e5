package dev.varve.cli;

import dev.varve.lake.Layout;
import dev.varve.lake.ManifestLog;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.report.StatusReport;
import dev.varve.report.StatusText;
import dev.varve.warehouse.WarehouseState;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve status}. */
@Command(
        name = "status",
        description = {
            "Print what lake and warehouse hold of a pipeline, what waits to be loaded, and how far each table is"
                    + " behind.",
            "Reads the lake's manifests and the warehouse, never the source. Where the warehouse cannot be read, the"
                    + " lake's part is printed all the same, and the exit code is 1."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(
            names = "--json",
            description = "One JSON object: instants in ISO 8601, lags in seconds, null for what is not known.")
    private boolean json;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "3",
            description = "List the newest N manifests with what their loads did; 0 for all (default: 3).")
    private int last;

    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = {"The time that lags are counted to (default: now).", "Such as 2026-11-21T00:30:00Z."})
    private @Nullable Instant now;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    StatusCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (last < 0) {
            throw VarveException.usage("Cannot list " + last + " manifests. Give 0 for all.");
        }
        Pipeline pipeline = options.pipeline();
        Layout layout = Layout.of(pipeline.lake(), pipeline.name());
        ManifestLog log = new ManifestLog(layout.store(), pipeline.name());
        Instant until = Optional.ofNullable(now).orElseGet(clock::instant);
        int newest = last == 0 ? Integer.MAX_VALUE : last;
        WarehouseState warehouse;
        try {
            warehouse = WarehouseState.read(pipeline);
        } catch (VarveException e) {
            print(StatusReport.of(pipeline, log.read(), String.valueOf(e.getMessage()), until, newest));
            throw e;
        }
        // The log after the ledger: what is committed and loaded in between is not missed in the lake.
        print(StatusReport.of(pipeline, log.read(), warehouse, until, newest));
        return ExitCode.DONE.code();
    }

    private void print(StatusReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            StatusText.lines(report).forEach(out::println);
        }
        out.flush();
    }
}
