package dev.varve.cli;

import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.report.RunReport;
import dev.varve.run.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pipeline that a command works on. */
public final class PipelineOptions {
    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "A pipeline's name, for pipelines/PIPELINE.yaml, or the path of a pipeline file.")
    private String name = "";

    @Option(
            names = "--pipelines",
            paramLabel = "DIR",
            description = "The folder of the pipeline files (default: pipelines).")
    private @Nullable Path folder;

    /** What the pipeline file says. */
    Pipeline pipeline() {
        Path file = file();
        Pipeline pipeline = PipelineReader.read(file, Variables.ofProcess());
        if (!isPath() && !pipeline.name().equals(name)) {
            throw VarveException.usage("Cannot use " + file + " as pipeline '" + name + "': it says pipeline: "
                    + pipeline.name() + ". Correct the file or its name.");
        }
        return pipeline;
    }

    /** The engine on that pipeline, telling a person and the log what happens. */
    Engine engine(Clock clock, CommandLine command) {
        Pipeline pipeline = pipeline();
        return new Engine(pipeline, clock, RunReport.toPerson(pipeline, command.getOut(), command.getErr()));
    }

    private boolean isPath() {
        return name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private Path file() {
        if (isPath()) {
            return Path.of(name);
        }
        Path directory = Optional.ofNullable(folder).orElseGet(Home::pipelines);
        Path file = directory.resolve(name + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw VarveException.usage("Cannot find pipeline '" + name + "': there is no " + file + ". "
                    + (known(directory).isEmpty()
                            ? "Name a folder with pipeline files by --pipelines."
                            : "Known are: " + String.join(", ", known(directory)) + "."));
        }
        return file;
    }

    private static List<String> known(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.substring(0, file.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
