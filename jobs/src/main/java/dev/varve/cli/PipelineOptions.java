package dev.varve.cli;

import dev.varve.pipeline.Pipeline;
import dev.varve.report.RunReport;
import dev.varve.run.Engine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pipeline that a command works on. */
public final class PipelineOptions {
    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            completionCandidates = PipelineNames.class,
            description = "A pipeline's name, for pipelines/PIPELINE.yaml, or the path of a pipeline file.")
    private String name = "";

    @Option(
            names = "--pipelines",
            paramLabel = "DIR",
            description = "The folder of the pipeline files (default: pipelines).")
    private @Nullable Path folder;

    /** What the pipeline file says. */
    Pipeline pipeline() {
        return new PipelineFiles(Optional.ofNullable(folder).orElseGet(Home::pipelines)).read(name);
    }

    /** As {@link #engine}, for a command whose result alone is its output: what happens meanwhile goes to {@code err}. */
    Engine engineBeside(Clock clock, CommandLine command) {
        Pipeline pipeline = pipeline();
        return new Engine(pipeline, clock, RunReport.toPerson(pipeline, command.getErr(), command.getErr()));
    }

    /** The engine on that pipeline, telling a person and the log what happens. */
    Engine engine(Clock clock, CommandLine command) {
        Pipeline pipeline = pipeline();
        return new Engine(pipeline, clock, RunReport.toPerson(pipeline, command.getOut(), command.getErr()));
    }
}
