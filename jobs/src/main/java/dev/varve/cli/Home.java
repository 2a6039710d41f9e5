package dev.varve.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that Varve was started from, or that the launcher lies in. */
public final class Home {
    private Home() {}

    /** The launcher's folder ({@code -Dvarve.home}), else the current one. */
    public static Path folder() {
        return Path.of(System.getProperty("varve.home", "")).toAbsolutePath();
    }

    /** The pipeline files: those of the current folder, else those beside the launcher. */
    public static Path pipelines() {
        Path here = Path.of("pipelines");
        return Files.isDirectory(here) ? here : folder().resolve("pipelines");
    }
}
