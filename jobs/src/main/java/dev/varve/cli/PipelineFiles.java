package dev.varve.cli;

import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pipeline files of a folder.
 *
 * @param folder holds {@code NAME.yaml} for each pipeline
 */
record PipelineFiles(Path folder) {
    private static final String SUFFIX = ".yaml";

    /** The pipeline of that name, or in the file at that path. */
    Pipeline read(String name) {
        boolean isPath = name.contains("/") || name.endsWith(SUFFIX) || name.endsWith(".yml");
        Path file = isPath ? Path.of(name) : file(name);
        Pipeline pipeline = PipelineReader.read(file, Variables.ofProcess());
        if (!isPath && !pipeline.name().equals(name)) {
            throw VarveException.usage("Cannot use " + file + " as pipeline '" + name + "': it says pipeline: "
                    + pipeline.name() + ". Correct the file or its name.");
        }
        return pipeline;
    }

    /** The pipeline of the folder's only file. */
    Pipeline readSole() {
        List<String> names = names();
        if (names.size() != 1) {
            throw VarveException.usage("Cannot choose a pipeline: " + folder
                    + (names.isEmpty() ? " holds no pipeline file" : " holds " + String.join(", ", names))
                    + ". Name one by --pipeline.");
        }
        return read(names.get(0));
    }

    /** The names of all, in order. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw VarveException.failed(
                    "Cannot list the pipeline files of " + folder + ": " + e + ". Check its rights.", e);
        }
    }

    private Path file(String name) {
        Path file = folder.resolve(name + SUFFIX);
        if (!Files.isRegularFile(file)) {
            throw VarveException.usage("Cannot find pipeline '" + name + "': there is no " + file + ". "
                    + (names().isEmpty()
                            ? "Name a folder with pipeline files by --pipelines."
                            : "Known are: " + String.join(", ", names()) + "."));
        }
        return file;
    }
}
