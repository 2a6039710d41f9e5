package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** The jar behind {@code spark-submit}, in a process that has nothing of Varve but that jar. */
final class SparkSubmit {
    /**
     * What of the launcher's class path no cluster has, as folders of the Maven repository: what the jar brings, the MySQL
     * driver, the client of Secrets Manager, and what the sandbox and the generators need. The rest is spark-sql,
     * delta-spark, hadoop-aws with the parts of the AWS SDK that it uses, and what these depend on.
     */
    private static final List<String> NOT_THE_CLUSTERS = List.of(
            "info/picocli",
            "org/flywaydb",
            "org/postgresql",
            "org/yaml",
            "com/fasterxml/jackson/datatype",
            "com/mysql",
            "software/amazon/awssdk/secretsmanager",
            "ch/vorburger",
            "io/zonky",
            "com/github/javafaker",
            "com/github/mifmif",
            "dk/brics",
            "org/springframework",
            "org/apache/commons/commons-exec",
            "org/checkerframework",
            "org/jspecify");

    private SparkSubmit() {}

    /** The jar that the build makes for spark-submit. */
    static Path jar() {
        try (Stream<Path> files = Files.list(Path.of("..", "jobs", "target"))) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("varve-.*\\.jar"))
                    .toList();
            assertThat(jars).as("jars for spark-submit").hasSize(1);
            return jars.get(0).toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jars of Spark and Delta, as they lie in a cluster's {@code SPARK_HOME/jars}. */
    static List<Path> clusterJars() {
        List<Path> jars = launcherJars()
                .filter(jar -> !isOwn(jar))
                .filter(jar -> NOT_THE_CLUSTERS.stream()
                        .noneMatch(folder -> jar.toString().contains("/" + folder + "/")))
                .toList();
        assertThat(jars).as("the cluster's jars").isNotEmpty();
        return jars;
    }

    /** Whether a build of this checkout made it; a Maven repository may lie in the checkout too. */
    private static boolean isOwn(Path jar) {
        return jar.startsWith(CronHost.CHECKOUT)
                && CronHost.CHECKOUT.relativize(jar).getName(1).toString().equals("target");
    }

    /** The MySQL driver, for {@code --jars}. */
    static Path mySqlDriver() {
        return launcherJars()
                .filter(jar -> jar.getFileName().toString().startsWith("mysql-connector-j-"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Path> launcherJars() {
        try {
            return Stream.of(Files.readString(Path.of("target", "classpath"))
                            .strip()
                            .split(File.pathSeparator))
                    .map(Path::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line that {@code spark-submit} comes to in client mode, options of it first. */
    static List<String> command(Path conf, List<String> options) {
        List<String> classPath = new ArrayList<>(List.of(conf.toString()));
        clusterJars().forEach(jar -> classPath.add(jar.toString()));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" "))); // as spark-submit does
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
        command.addAll(List.of("--conf", "spark.sql.shuffle.partitions=2"));
        command.addAll(options);
        command.addAll(List.of("--class", "dev.varve.Varve", jar().toString()));
        return command;
    }

    /** A cluster's configuration of the log: warnings on stderr. */
    static Path conf(Path folder) throws IOException {
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(conf.resolve("log4j2.properties"), """
                rootLogger.level = warn
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.target = SYSTEM_ERR
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = cluster-log %p %c{1}: %m%n%ex
                """);
        return conf;
    }

    /** Starts a command of Varve with these variables. */
    static CronHost.Job start(Path folder, Map<String, String> variables, List<String> options, String... arguments)
            throws IOException {
        List<String> command = command(folder.resolve("conf"), options);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "submit", ".out");
        Path err = Files.createTempFile(folder, "submit", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(CronHost.CHECKOUT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(variables);
        return new CronHost.Job(builder.start(), out, err);
    }
}
