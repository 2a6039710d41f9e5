package dev.varve.sandbox.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is to prove the engine must not be the engine. */
class IndependenceTest {
    private static final Path SOURCES = Path.of("src/test/java/dev/varve/sandbox/reference");
    private static final String OWN = "dev.varve.sandbox.reference";
    private static final Pattern FOREIGN =
            Pattern.compile("dev[.]varve|^import (static )?+(?!java[.]|org[.]jspecify|org[.]junit|org[.]assertj|[.])");

    @Test
    void theReferenceUsesPlainJavaAndItselfAlone() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<Path> sources = files.toList();
            assertThat(sources).contains(SOURCES.resolve("Star.java"), SOURCES.resolve("TableHistory.java"));
            for (Path source : sources) {
                assertThat(named(source)).as(source.toString()).isEmpty();
            }
        }
    }

    /** Lines that name a package other than Java's own, this one, and those that tests are written with. */
    private static List<String> named(Path source) throws IOException {
        return Files.readAllLines(source).stream()
                .map(line -> line.replace(OWN, ""))
                .filter(line -> FOREIGN.matcher(line).find())
                .toList();
    }
}
