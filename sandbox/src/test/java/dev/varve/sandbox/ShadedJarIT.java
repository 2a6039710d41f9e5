package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the jar for spark-submit holds, and what it leaves to the cluster. */
class ShadedJarIT {
    private static final Path JOBS = Path.of("..", "jobs", "target", "classes");
    private static final String SHADED = "dev/varve/shaded/";
    private static final Path DDL = Path.of("..", "warehouse-ddl", "warehouse");

    private static Set<String> names() throws IOException {
        try (JarFile jar = new JarFile(SparkSubmit.jar().toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> text(String name) throws IOException {
        try (JarFile jar = new JarFile(SparkSubmit.jar().toFile())) {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void itHoldsVarveAndWhatNoClusterBringsAndNothingElse() throws IOException {
        assertThat(names())
                .allMatch(name -> Stream.of(
                                "dev/varve/",
                                "picocli/",
                                "org/flywaydb/",
                                "org/postgresql/",
                                "warehouse/",
                                "source/stock/",
                                "META-INF/",
                                "LICENSE",
                                "THIRD-PARTY.txt")
                        .anyMatch(name::startsWith))
                .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)") || name.endsWith("module-info.class"))
                .doesNotContain("log4j2.xml");
    }

    @Test
    void itsOwnClassesAreThoseOfTheEngineAlone() throws IOException {
        assertThat(names().stream().filter(name -> name.startsWith("dev/varve/") && !name.startsWith(SHADED)))
                .containsExactlyInAnyOrderElementsOf(below(JOBS, ".class"));
        assertThat(names()).containsAll(migrations());
    }

    @Test
    void whatEverySparkHasTooIsMovedAndNothingElse() throws IOException {
        assertThat(names().stream()
                        .filter(name -> name.startsWith(SHADED))
                        .map(name -> name.substring(SHADED.length()).replaceFirst("/.*", ""))
                        .distinct())
                .containsExactlyInAnyOrder("jackson", "snakeyaml");
    }

    /** Services that Varve or its libraries are looked up by, and licences; no commands of other modules. */
    @Test
    void metadataIsWhatIsMeantToBeThere() throws IOException {
        assertThat(names().stream()
                        .filter(name -> name.startsWith("META-INF/"))
                        .filter(name -> !name.matches("META-INF/maven/[^/]+/[^/]+/pom\\.(xml|properties)")))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/LICENSE.txt",
                        "META-INF/NOTICE",
                        "META-INF/FastDoubleParser-LICENSE",
                        "META-INF/FastDoubleParser-NOTICE",
                        "META-INF/bigint-LICENSE",
                        "META-INF/licenses/com.ongres.scram/scram-client-3.2/META-INF/LICENSE",
                        "META-INF/licenses/com.ongres.scram/scram-common-3.2/META-INF/LICENSE",
                        "META-INF/licenses/com.ongres.stringprep/saslprep-2.2/META-INF/LICENSE",
                        "META-INF/licenses/com.ongres.stringprep/stringprep-2.2/META-INF/LICENSE",
                        "META-INF/services/java.sql.Driver",
                        "META-INF/services/org.flywaydb.core.extensibility.Plugin",
                        "META-INF/services/dev.varve.shaded.jackson.core.JsonFactory",
                        "META-INF/services/dev.varve.shaded.jackson.core.ObjectCodec",
                        "META-INF/services/dev.varve.shaded.jackson.databind.Module");
    }

    private static List<String> migrations() throws IOException {
        return below(DDL, ".sql").stream().map(name -> "warehouse/" + name).toList();
    }

    private static List<String> below(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> names = files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(suffix))
                    .toList();
            assertThat(names).isNotEmpty();
            return names;
        }
    }

    @Test
    void itIsStartedByVarve() throws IOException {
        assertThat(text("META-INF/MANIFEST.MF")).contains("Main-Class: dev.varve.Varve");
    }

    @Test
    void serviceFilesAreWholeAndNameClassesOfTheJar() throws IOException {
        Set<String> names = names();
        List<String> services = names.stream()
                .filter(name -> name.startsWith("META-INF/services/"))
                .toList();
        assertThat(services).isNotEmpty();
        assertThat(text("META-INF/services/org.flywaydb.core.extensibility.Plugin"))
                .contains(
                        "org.flywaydb.core.internal.resource.CoreResourceTypeProvider",
                        "org.flywaydb.database.postgresql.PostgreSQLDatabaseType");
        for (String service : services) {
            assertThat(text(service).stream().map(name -> name.replace('.', '/') + ".class"))
                    .isSubsetOf(names);
        }
    }

    @Test
    void licencesOfEveryLibraryAreInIt() throws IOException {
        assertThat(text("LICENSE")).anyMatch(line -> line.contains("Apache License"));
        assertThat(text("META-INF/LICENSE"))
                .anyMatch(line -> line.contains("PostgreSQL Global Development Group"))
                .anyMatch(line -> line.contains("Jackson"));
        assertThat(text("META-INF/NOTICE")).anyMatch(line -> line.contains("Jackson"));
        assertThat(text("THIRD-PARTY.txt"))
                .anyMatch(line -> line.startsWith("picocli"))
                .anyMatch(line -> line.startsWith("Flyway"))
                .anyMatch(line -> line.startsWith("PostgreSQL"))
                .anyMatch(line -> line.startsWith("SnakeYAML"))
                .anyMatch(line -> line.startsWith("Jackson"));
    }

    /** Else the tests with spark-submit would show nothing. */
    @Test
    void clusterOfTheTestsHasSparkAndDeltaAndNothingThatTheJarBrings() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : SparkSubmit.clusterJars()) {
            urls.add(jar.toUri().toURL());
        }
        Map<String, Boolean> found = Stream.of(
                        "org.apache.spark.deploy.SparkSubmit",
                        "io.delta.tables.DeltaTable",
                        "org.apache.hadoop.fs.s3a.S3AFileSystem",
                        "dev.varve.Varve",
                        "picocli.CommandLine",
                        "org.flywaydb.core.Flyway",
                        "org.postgresql.Driver",
                        "com.mysql.cj.jdbc.Driver",
                        "org.yaml.snakeyaml.Yaml",
                        "com.fasterxml.jackson.datatype.jdk8.Jdk8Module")
                .collect(Collectors.toMap(
                        name -> name,
                        name -> new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())
                                        .findResource(name.replace('.', '/') + ".class")
                                != null));
        assertThat(found.keySet().stream().filter(name -> Boolean.TRUE.equals(found.get(name))))
                .containsExactlyInAnyOrder(
                        "org.apache.spark.deploy.SparkSubmit",
                        "io.delta.tables.DeltaTable",
                        "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
}
