package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that writes down all it can: a log of every level that a user might set, Spark's event log with its plans,
 * Parquet as it is, temporary files that nobody removes.
 *
 * @param folder gets {@code logs}, {@code events}, {@code tmp}, {@code stdout}, {@code stderr} and {@code codes}
 */
record WordyProcess(Path folder) {
    private static final Path JOBS = Path.of("..", "jobs").toAbsolutePath().normalize();

    /** Runs commands of Varve, their arguments parted by tabs. */
    void run(Map<String, String> environment, List<String> commands) throws IOException, InterruptedException {
        for (String name : List.of("logs", "events", "tmp")) {
            Files.createDirectory(folder.resolve(name));
        }
        Path list = Files.write(folder.resolve("commands"), commands);
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + JOBS.resolve("spark.jvmargs"),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlog4j2.configurationFile=" + logConfiguration(),
                        "-Dvarve.logs=" + folder.resolve("logs"),
                        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                        "-Dspark.eventLog.enabled=true",
                        "-Dspark.eventLog.compress=false",
                        "-Dspark.eventLog.dir=" + folder.resolve("events").toUri(),
                        "-Dspark.sql.parquet.compression.codec=uncompressed",
                        "-Dspark.sql.shuffle.partitions=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Commands.class.getName(),
                        list.toString(),
                        folder.resolve("codes").toString())
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        process.environment().putAll(environment);
        assertThat(process.start().waitFor()).as("exit code of the process").isZero();
    }

    /** The real one, two levels lower. */
    private Path logConfiguration() throws IOException {
        String real = Files.readString(JOBS.resolve("src/main/resources/log4j2.xml"));
        return Files.writeString(
                folder.resolve("log4j2.xml"),
                real.replace("level=\"info\"", "level=\"debug\"").replace("level=\"warn\"", "level=\"info\""));
    }
}
