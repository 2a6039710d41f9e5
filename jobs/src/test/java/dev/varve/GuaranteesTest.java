package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every promise of docs/guarantees.md names the tests that show it, and they are there and are run. */
class GuaranteesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String NOT_PROMISED = "\n## What is not promised\n";
    private static final String HEAD = "| promise | shown by |";

    private static final Pattern PROMISE = Pattern.compile("\\| ([^|]+) \\| ((?:`\\w+\\.\\w+`(?:, |(?= \\|)))+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private static final Map<String, String> SOURCES = sources();

    /** The text of every class of the tests of both modules, by its name. */
    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("jobs", "sandbox")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    static List<String> promises() throws IOException {
        return Arrays.stream(page().split(NOT_PROMISED, 2)[0].split("\n"))
                .filter(line -> line.startsWith("|") && !line.equals(HEAD) && !line.equals("| --- | --- |"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("promises")
    void everyPromiseHasATest(String promise) {
        assertThat(promise).matches(PROMISE);
        assertThat(TEST.matcher(promise)
                        .results()
                        .map(test -> missing(test.group(1), test.group(2)))
                        .flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void nothingIsPromisedTwiceOrOutsideOfATable() throws IOException {
        String[] parts = page().split(NOT_PROMISED, 2);
        List<String> sections =
                List.of(parts[0].split("(?m)^## ")).stream().skip(1).toList();

        assertThat(parts).hasSize(2);
        assertThat(parts[1]).doesNotContain("\n## ", "\n|").contains("\n- ");
        assertThat(sections).allSatisfy(section -> assertThat(section).contains(HEAD));
        assertThat(promises().stream().map(line -> line.split(" \\| ", 2)[0])).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NoSuchTest.aTest", // no class
                "DeleteGuardTest.noSuchTest", // no method
                "DeleteGuardTest.check", // a method that is no test
                "GuaranteesTest.promises", // likewise
                "Manifests.manifest", // a class that has none
            })
    void whatIsNoTestIsMissed(String name) {
        String[] parts = name.split("\\.", 2);
        assertThat(missing(parts[0], parts[1])).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GuaranteesTest.whatIsNoTestIsMissed", // with parameters
                "DimensionCases.aRenameIsAVersion", // nested in a class that is run
                "OneWriterContract.oneSucceedsAndTheOtherIsBusyAndLeavesNothing", // inherited by two
            })
    void testsThatRunAreFound(String name) {
        String[] parts = name.split("\\.", 2);
        assertThat(missing(parts[0], parts[1])).isEmpty();
    }

    /** Why there is no such test, if so. */
    private static Optional<String> missing(String type, String method) {
        String source = SOURCES.getOrDefault(type, "");
        int at = source.indexOf("\n    void " + method + "(");
        if (source.isEmpty() || at < 0) {
            return Optional.of("there is no " + type + "." + method);
        }
        String before = source.substring(Math.max(0, source.lastIndexOf("\n    }\n", at)), at);
        if (!before.contains("\n    @Test") && !before.contains("\n    @ParameterizedTest")) {
            return Optional.of(type + "." + method + " is no test");
        }
        return isRun(type) ? Optional.empty() : Optional.of(type + " is not run");
    }

    /** By its name, or as another class inherits from it. */
    private static boolean isRun(String type) {
        boolean isAbstract = SOURCES.getOrDefault(type, "").contains("\nabstract class " + type + " ");
        boolean isNamedLikeOne = !isAbstract && (type.endsWith("Test") || type.endsWith("IT"));
        return isNamedLikeOne
                || SOURCES.values().stream().anyMatch(source -> source.contains(" extends " + type + " {"));
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/guarantees.md"));
    }
}
