package dev.varve.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A generator in a process of its own that was killed while the server was pulling transactions out of it. */
final class KilledGenerator {
    /** More rows than this are in no other transaction of the tests. */
    private static final int ENOUGH_ROWS = 5_000;

    private KilledGenerator() {}

    /** Kills it; returns whether it was still at work. */
    static boolean at(PipelineFixture fixture, LocalDate day) throws IOException, InterruptedException {
        Process generator = start(fixture, day);
        try {
            boolean ended = false;
            while (!ended && rowsInFlight(fixture) < ENOUGH_ROWS) {
                ended = generator.waitFor(20, TimeUnit.MILLISECONDS);
            }
            return !ended;
        } finally {
            generator.destroyForcibly().waitFor();
        }
    }

    private static long rowsInFlight(PipelineFixture fixture) {
        return Rows.number(
                fixture.source(), "SELECT COALESCE(MAX(trx_rows_modified), 0) FROM information_schema.INNODB_TRX");
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
