package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The diagrams of docs/model.md show the tables that the SQL creates: each column's name, type and whether it is a key. */
class ModelPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern DIAGRAM = Pattern.compile("(?ms)^```mermaid\nerDiagram\n +%% (\\S+)\n(.*?)^```$");
    private static final Pattern ENTITY = Pattern.compile("(?ms)^ +(\\w+) \\{\n(.*?)^ +}$");
    private static final Pattern TABLE =
            Pattern.compile("(?ms)^CREATE TABLE (?:IF NOT EXISTS )?`?(\\w+)`? \\(\n(.*?)^\\)");
    private static final Pattern COLUMN = Pattern.compile("^\\s+([a-z_0-9]+)\\s+([A-Za-z]+)\\b(.*)");
    private static final Pattern KEY = Pattern.compile("(?m)^ +PRIMARY KEY \\(([^)]+)\\)");
    private static final Pattern REFERENCE = Pattern.compile("FOREIGN KEY \\((\\w+)\\)");

    static List<MatchResult> diagrams() throws IOException {
        return DIAGRAM.matcher(Files.readString(ROOT.resolve("docs/model.md")))
                .results()
                .toList();
    }

    @Test
    void thereIsADiagramOfSourceWarehouseAndLedger() throws IOException {
        assertThat(diagrams())
                .extracting(diagram -> diagram.group(1))
                .containsExactly(
                        "warehouse-ddl/source/stock/schema.sql",
                        "warehouse-ddl/warehouse/stock",
                        "warehouse-ddl/warehouse/varve");
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void aDiagramShowsEveryTableColumnByColumn(MatchResult diagram) throws IOException {
        Map<String, List<String>> tables = tables(sql(ROOT.resolve(diagram.group(1))), TABLE, ModelPageTest::columns);

        assertThat(tables(
                        diagram.group(2),
                        ENTITY,
                        body -> body.lines().map(String::strip).toList()))
                .isEqualTo(tables)
                .isNotEmpty();
    }

    private static Map<String, List<String>> tables(
            String text, Pattern pattern, Function<String, List<String>> columns) {
        Map<String, List<String>> tables = new TreeMap<>();
        pattern.matcher(text).results().forEach(table -> tables.put(table.group(1), columns.apply(table.group(2))));
        return tables;
    }

    private static List<String> columns(String body) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String line : body.lines().toList()) {
            Matcher column = COLUMN.matcher(line);
            if (column.matches()) {
                String type = column.group(2).toLowerCase(Locale.ROOT);
                String key = column.group(3).contains("PRIMARY KEY")
                        ? " PK"
                        : column.group(3).contains("REFERENCES") ? " FK" : "";
                columns.put(column.group(1), type + " " + column.group(1) + key);
            }
        }
        mark(columns, KEY, body, " PK");
        mark(columns, REFERENCE, body, " FK");
        return List.copyOf(columns.values());
    }

    private static void mark(Map<String, String> columns, Pattern constraint, String body, String mark) {
        constraint
                .matcher(body)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(", ")))
                .forEach(name -> columns.computeIfPresent(name, (same, column) -> column + mark));
    }

    private static String sql(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return Files.readString(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.sorted().map(ModelPageTest::read).collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
