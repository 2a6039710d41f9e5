package dev.varve.pipeline;

import static dev.varve.pipeline.PipelineTrees.askedFor;
import static dev.varve.pipeline.PipelineTrees.assertPipeline;
import static dev.varve.pipeline.PipelineTrees.everyField;
import static dev.varve.pipeline.PipelineTrees.fields;
import static dev.varve.pipeline.PipelineTrees.parse;
import static dev.varve.pipeline.PipelineTrees.readerRefuses;
import static dev.varve.pipeline.PipelineTrees.schemaRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.pipeline.PipelineTrees.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors use says what the reader says; the reader is the truth. */
class PipelineSchemaTest {
    private static final Pattern WORDS = Pattern.compile(" must be (\\w+(?: or \\w+)*), not 'no_such_word'");

    @TempDir
    private Path folder;

    @Test
    void theFileWithEveryFieldIsReadAndHasThemAll() {
        assertThat(readerRefuses(folder, everyField())).isEmpty();
        assertThat(schemaRefuses(everyField())).isEmpty();
        assertThat(paths()).containsExactlyInAnyOrderElementsOf(askedFor(folder));
    }

    @Test
    void fieldsOfTheSchemaAreThoseThatTheReaderAsksFor() {
        assertThat(SchemaFields.all().keySet()).containsExactlyInAnyOrderElementsOf(askedFor(folder));
    }

    @Test
    void everyFieldOfTheSchemaIsDescribed() {
        assertThat(SchemaFields.all())
                .allSatisfy((path, field) ->
                        assertThat(field.path("description").asText()).as(path).isNotBlank());
    }

    @Test
    void aFieldThatIsLeftOutIsMissedByBothOrByNeither() {
        for (Field field : fields(folder)) {
            ObjectNode tree = everyField();
            field.parentIn(tree).remove(field.name());
            Optional<String> reader = readerRefuses(folder, tree);
            boolean required = reader.map(
                            refusal -> refusal.contains(" " + String.join(".", field.place()) + " is missing"))
                    .orElse(false);
            assertThat(schemaRefuses(tree).isEmpty()).as(field.path()).isEqualTo(!required);
            if (!required) { // others may refer to what is gone
                assertThat(reader.orElse("names no dimension")).as(field.path()).contains("names no dimension");
            }
        }
    }

    @Test
    void anUnknownFieldIsRefusedByBoth() {
        for (Field field : fields(folder)) {
            ObjectNode tree = everyField();
            field.parentIn(tree).put(field.name() + "s", "x");
            assertThat(readerRefuses(folder, tree).orElse("")).contains(field.name() + "s is no known field here");
            assertThat(schemaRefuses(tree)).as(field.path()).isNotEmpty();
        }
    }

    @Test
    void wordsToChooseFromAreTheSame() {
        Map<String, Set<String>> words = new TreeMap<>();
        for (Field field : fields(folder)) {
            ObjectNode tree = everyField();
            field.parentIn(tree).put(field.name(), "no_such_word");
            Matcher matcher = WORDS.matcher(readerRefuses(folder, tree).orElse(""));
            if (matcher.find()) {
                words.put(field.path(), new TreeSet<>(Set.of(matcher.group(1).split(" or "))));
                assertThat(schemaRefuses(tree)).as(field.path()).isNotEmpty();
            }
        }
        assertThat(words).isEqualTo(SchemaFields.words()).containsKey("tables.*.reconcile");
        assertThat(words.get("tables.*.capture")).hasSize(Capture.class.getPermittedSubclasses().length);
    }

    @Test
    void eachWordIsTakenByBothOrByNeither() {
        for (Field field : fields(folder)) {
            for (String word : SchemaFields.words().getOrDefault(field.path(), Set.of())) {
                ObjectNode tree = everyField();
                field.parentIn(tree).put(field.name(), word);
                assertThat(schemaRefuses(tree).isEmpty())
                        .as(field.path() + ": " + word)
                        .isEqualTo(readerRefuses(folder, tree).isEmpty());
            }
        }
    }

    @Test
    void aVariableMayStandForEveryValue() {
        for (Field field : fields(folder)) {
            ObjectNode tree = everyField();
            JsonNode value = field.parentIn(tree).get(field.name());
            if (value.isValueNode() && !field.name().equals("password")) {
                field.parentIn(tree).put(field.name(), "${VALUE}");
                assertThat(schemaRefuses(tree)).as(field.path()).isEmpty();
                assertPipeline(PipelineTrees.read(folder, tree, Map.of("VALUE", value.asText())))
                        .isEqualTo(PipelineTrees.read(folder, everyField(), Map.of()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pipeline | '\"Shop\"'",
                "schedule | '\"hourly\"'",
                "zone | '\" \"'",
                "source | '\"mysql\"'",
                "source.url | '\"jdbc:mysql://h/d?user=a&PASSWORD=hunter2\"'",
                "source.url | '\"jdbc:mysql://root:hunter2@h/d\"'",
                "source.url | '\"jdbc:mysql://address=(host=h)(password=hunter2)/d\"'",
                "warehouse.url | '\"jdbc:postgresql://h/d?sslpassword=hunter2\"'",
                "source.password | '\"hunter2\"'",
                "lake.keep_snapshots | 35",
                "lake.keep_snapshots.days | -1",
                "lake.keep_snapshots.days | 1.5",
                "lake.keep_snapshots.months | '\"all\"'",
                "warehouse.password | '\"x${SECRET}\"'",
                "warehouse.password | '\"file:\"'",
                "warehouse.password | '\"secret:#password\"'",
                "warehouse.password | '\"secret:ware house\"'",
                "warehouse.password | '\"secret:warehouse#\"'",
                "warehouse.tls | '\"require\"'",
                "warehouse.undo_days | -1",
                "warehouse.undo_days | '\"all\"'",
                "tables | '{}'",
                "tables.*.key | '[]'",
                "tables.*.key | '[\"a\", \"a\"]'",
                "tables.*.overlap | '\"90 minutes\"'",
                "tables.*.max_delete_fraction | 1.1",
                "tables.*.max_delete_fraction | '\"half\"'",
                "dimensions | '\"none\"'",
                "dimensions.*.type | 3",
                "dimensions.*.model | '\"\"'",
                "facts.*.foreign_keys | '[\"a\"]'",
            })
    void aWrongValueIsRefusedByBoth(String path, String json) {
        Field field = fields(folder).stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst()
                .orElseThrow();
        ObjectNode tree = everyField();
        field.parentIn(tree).set(field.name(), parse("value: " + json).get("value"));

        assertThat(readerRefuses(folder, tree).orElse("")).contains(": " + String.join(".", field.place()) + " ");
        assertThat(schemaRefuses(tree)).isNotEmpty();
    }

    @Test
    void trackedColumnsOfADimensionOfType1AreRefusedByBoth() {
        ObjectNode tree = everyField();
        PipelineTrees.at(tree, List.of("dimensions", "product_dim")).put("type", 1);

        assertThat(readerRefuses(folder, tree).orElse("")).contains(": dimensions.product_dim.tracked says which");
        assertThat(schemaRefuses(tree)).isNotEmpty();
    }

    @Test
    void oneNameStandsForAListOfOne() {
        for (Field field : fields(folder)) {
            ObjectNode tree = everyField();
            if (field.parentIn(tree).get(field.name()) instanceof ArrayNode names && names.size() == 1) {
                field.parentIn(tree).set(field.name(), names.get(0));
                assertThat(readerRefuses(folder, tree)).as(field.path()).isEmpty();
                assertThat(schemaRefuses(tree)).as(field.path()).isEmpty();
            }
        }
    }

    static Stream<Path> pipelineFiles() throws IOException {
        try (Stream<Path> files = Files.list(PipelineTrees.SCHEMA.resolveSibling(""))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pipelineFiles")
    void pipelinesOfTheProjectKeepTheSchemaAndNameItForEditors(Path file) throws IOException {
        assertThat(schemaRefuses(parse(Files.readString(file)))).isEmpty();
        assertThat(Files.readString(file)).startsWith("# yaml-language-server: $schema=pipeline.schema.json\n");
    }

    private Set<String> paths() {
        return fields(folder).stream().map(Field::path).collect(Collectors.toSet());
    }
}
