package dev.varve.demo;

import dev.varve.cli.Home;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.sandbox.SandboxDirectory;
import dev.varve.sandbox.SandboxLake;
import dev.varve.sandbox.SandboxStart;
import dev.varve.sandbox.SandboxVariables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stock pipeline on this checkout's sandbox, whatever the environment says. */
final class DemoSandbox {
    private static final String NAME = "stock";

    private DemoSandbox() {}

    /** The file that says that a demo made the stock data. */
    static Path markerFile() {
        return SandboxDirectory.ofProcess().root().resolve("demo.json");
    }

    /** Starts what is down of the sandbox and points the pipeline to it, with its lake at this place. */
    static Pipeline open(PrintWriter progress, SandboxLake lake) {
        new SandboxStart(SandboxDirectory.ofProcess()).ensureUp(progress, lake);
        Map<String, String> sandbox = new SandboxVariables().variables(lake);
        Path file = Home.pipelines().resolve(NAME + ".yaml");
        Pipeline pipeline = PipelineReader.read(file, Variables.of(Map.of(), sandbox));
        check(pipeline, sandbox);
        return pipeline;
    }

    /** From now on every command finds the sandbox's lake at this place. */
    static void moveLake(SandboxLake lake) {
        new SandboxStart(SandboxDirectory.ofProcess()).moveLake(lake);
    }

    /** The demo drops tables: a file that was edited must not lead it to other servers. */
    static void check(Pipeline pipeline, Map<String, String> sandbox) {
        require(pipeline, "pipeline", pipeline.name(), NAME);
        require(pipeline, "warehouse.schema", pipeline.warehouse().schema(), NAME);
        require(pipeline, "source.url", pipeline.source().endpoint().url(), sandbox.get("STOCK_SOURCE_URL"));
        require(pipeline, "warehouse.url", pipeline.warehouse().endpoint().url(), sandbox.get("WAREHOUSE_URL"));
        require(pipeline, "lake.raw", pipeline.lake().raw().toString(), sandbox.get("LAKE_RAW"));
        require(pipeline, "lake.processed", pipeline.lake().processed().toString(), sandbox.get("LAKE_PROCESSED"));
    }

    private static void require(Pipeline pipeline, String field, String actual, @Nullable String wanted) {
        if (!Objects.equals(actual, wanted)) {
            throw VarveException.refused("Cannot run the demo with " + pipeline.file() + ": its " + field
                    + " is not the sandbox's, and the demo works nowhere else. Undo the change to that field.");
        }
    }
}
