package dev.varve.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A generator in a process of its own that was killed while the server was pulling transactions out of it. */
final class KilledGenerator {
    private KilledGenerator() {}

    /** Kills it; returns whether it was still at work. */
    static boolean at(PipelineFixture fixture, LocalDate day) throws IOException, InterruptedException {
        long before = statements(fixture);
        Process generator = start(fixture, day);
        try {
            boolean ended = false;
            while (!ended && statements(fixture) < before + 2) {
                ended = generator.waitFor(20, TimeUnit.MILLISECONDS);
            }
            return !ended;
        } finally {
            generator.destroyForcibly().waitFor();
        }
    }

    /**
     * How many statements began to pull rows since the server started: the second of a day begins when the first is done.
     * Rows in flight are not counted where a server fills an empty table in bulk.
     */
    private static long statements(PipelineFixture fixture) {
        return Rows.number(
                fixture.source(),
                "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'COM_LOAD'");
    }

    private static Process start(PipelineFixture fixture, LocalDate day) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dvarve.logs=" + fixture.folder().resolve("logs"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.varve.Varve",
                        "datagen",
                        "stock",
                        "--yes",
                        "--transactions-per-day=20000000",
                        "--day=" + day))
                .redirectErrorStream(true)
                .redirectOutput(fixture.folder().resolve("killed.out").toFile());
        builder.environment().putAll(fixture.variables());
        return builder.start();
    }
}
