package dev.varve.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An ingest in a process of its own that was killed as soon as it had committed its first snapshot to Delta, before its
 * manifest unless the machine was very slow to kill it.
 *
 * @param pid the dead process
 * @param snapshotVersions how many versions it added to the snapshots of Stock, its first table
 */
record KilledIngest(long pid, long snapshotVersions) {
    static KilledIngest at(PipelineFixture fixture, LocalDate day) throws IOException, InterruptedException {
        Path deltaLog = fixture.folder().resolve("raw/stock/snapshots/Stock/_delta_log");
        long before = versions(deltaLog);
        try (WatchService watch = deltaLog.getFileSystem().newWatchService()) {
            deltaLog.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process ingest = start(fixture, day);
            try {
                while (ingest.isAlive() && versions(deltaLog) == before) {
                    var key = watch.poll(1, TimeUnit.SECONDS);
                    if (key != null) {
                        key.pollEvents();
                        key.reset();
                    }
                }
            } finally {
                ingest.destroyForcibly().waitFor();
            }
            return new KilledIngest(ingest.pid(), versions(deltaLog) - before);
        }
    }

    private static Process start(PipelineFixture fixture, LocalDate day) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "jobs", "spark.jvmargs"),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Dvarve.logs=" + fixture.folder().resolve("logs"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.varve.Varve"));
        command.addAll(StockDays.arguments("ingest", day));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(fixture.folder().resolve("killed.out").toFile());
        builder.environment().putAll(fixture.variables());
        return builder.start();
    }

    private static long versions(Path deltaLog) throws IOException {
        try (Stream<Path> files = Files.list(deltaLog)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{20}\\.json"))
                    .count();
        }
    }
}
