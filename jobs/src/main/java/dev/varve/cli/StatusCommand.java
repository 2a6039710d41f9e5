package dev.varve.cli;

import dev.varve.lake.History;
import dev.varve.lake.Layout;
import dev.varve.lake.ManifestLog;
import dev.varve.lake.ObjectStore;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.warehouse.WarehouseState;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve status}. */
@Command(
        name = "status",
        description = "Print what lake and warehouse hold of a pipeline, and what waits to be loaded.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Pipeline pipeline = options.pipeline();
        Layout layout = Layout.of(pipeline.lake(), pipeline.name());
        History history = new ManifestLog(ObjectStore.at(layout.raw()), pipeline.name()).read();
        WarehouseState warehouse = WarehouseState.read(pipeline);
        PrintWriter out = spec.commandLine().getOut();
        int manifests = history.entries().size();
        out.println("pipeline   " + pipeline.name() + " (" + pipeline.file() + ")");
        out.println("lake       " + manifests + " manifests"
                + history.last()
                        .map(last -> ", the last as of " + last.asOf() + ", read point " + last.readPoint())
                        .orElse(""));
        out.println("warehouse  " + warehouse.loaded() + " loaded, " + Math.max(0, manifests - warehouse.loaded())
                + " waiting");
        for (WarehouseState.TableState table : warehouse.tables()) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-20s %,d rows, %,d current, %,d inferred",
                    table.table(),
                    table.rows(),
                    table.current(),
                    table.inferred()));
        }
        return ExitCode.DONE.code();
    }
}
