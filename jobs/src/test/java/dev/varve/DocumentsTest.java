package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths that the documents name, in backticks or as links, exist; text that no longer matches the code is a defect. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** CONTRIBUTING names classes by their path below this folder. */
    private static final Path SOURCES = ROOT.resolve("jobs/src/main/java/dev/varve");

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern BLOCKS_FILE = Pattern.compile("(?m)^```\\w+\n(?:#|--) (\\S+)$");
    private static final Pattern QUOTED = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)*/?)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern FILE = Pattern.compile(".*/.*\\.(java|md|sql|xml)|CONTRIBUTING\\.md|README\\.md");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyPathInBackticksExists(Path document) throws IOException {
        String text = Files.readString(document);
        Set<String> examples = groups(BLOCKS_FILE, text);
        Set<String> missing = groups(QUOTED, CODE_BLOCK.matcher(text).replaceAll("")).stream()
                .filter(DocumentsTest::isPath)
                .filter(path -> !Files.exists(ROOT.resolve(path)) && !Files.exists(SOURCES.resolve(path)))
                .filter(path -> examples.stream().noneMatch(example -> example.startsWith(path)))
                .collect(Collectors.toSet());

        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFile(Path document) throws IOException {
        assertThat(groups(LINK, CODE_BLOCK.matcher(Files.readString(document)).replaceAll("")))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    @Test
    void pathsAreToldFromOtherWords() {
        assertThat(Stream.of("jobs/pom.xml", "docs/", "pipeline/Gone.java", "jobs/gone", "CONTRIBUTING.md"))
                .allMatch(DocumentsTest::isPath);
        assertThat(Stream.of("valid_from", "and/or", "varve.load", "manifests/1.json", "jobs/target/x.jar"))
                .noneMatch(DocumentsTest::isPath);
    }

    /** Whether it begins with a file or folder at the top of the checkout, or ends as a source file does. */
    private static boolean isPath(String text) {
        String first = text.split("/", 2)[0];
        boolean top = text.contains("/") && Files.exists(ROOT.resolve(first)) && !first.startsWith(".v");
        boolean made = text.contains("/target/") || text.contains("NNNN"); // by a build, or by whoever follows the text
        return (top || FILE.matcher(text).matches()) && !made;
    }

    private static Set<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
