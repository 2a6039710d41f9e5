package dev.varve.pipeline;

import static dev.varve.pipeline.PipelineTrees.askedFor;
import static dev.varve.pipeline.PipelineTrees.assertPipeline;
import static dev.varve.pipeline.PipelineTrees.everyField;
import static dev.varve.pipeline.PipelineTrees.fields;
import static dev.varve.pipeline.PipelineTrees.readerRefuses;
import static dev.varve.pipeline.PipelineTrees.schemaRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.pipeline.PipelineTrees.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/pipeline.md says what the reader does; the reader is the truth. */
class PipelinePageTest {
    @TempDir
    private Path folder;

    @Test
    void documentedFieldsAreThoseThatTheReaderAsksFor() {
        assertThat(PipelinePage.rows().keySet()).containsExactlyInAnyOrderElementsOf(askedFor(folder));
    }

    @Test
    void fieldsAreCalledRequiredWhereTheReaderMissesThem() {
        for (Field field : fields(folder)) {
            ObjectNode tree = everyField();
            field.parentIn(tree).remove(field.name());
            boolean missed = readerRefuses(folder, tree).orElse("").contains(field.name() + " is missing");
            String needed = PipelinePage.rows()
                    .getOrDefault(field.path(), new PipelinePage.Row("nothing", ""))
                    .needed();
            assertThat(needed.equals("required"))
                    .as(field.path() + ": " + needed)
                    .isEqualTo(missed);
        }
    }

    @Test
    void defaultsOfPageAndSchemaAreTheSame() {
        assertThat(PipelinePage.defaults()).isEqualTo(SchemaFields.defaults()).hasSizeGreaterThan(4);
    }

    @Test
    void defaultsAreThoseOfTheReader() {
        for (Field field : fields(folder)) {
            String stated = PipelinePage.defaults().get(field.path());
            if (stated != null) {
                ObjectNode without = everyField();
                field.parentIn(without).remove(field.name());
                ObjectNode written = everyField();
                field.parentIn(written).put(field.name(), stated);
                assertPipeline(read(without)).isEqualTo(read(written));
                assertPipeline(read(without))
                        .as(field.path() + " has no effect")
                        .isNotEqualTo(read(everyField()));
            }
        }
    }

    @Test
    void everyWordToChooseFromIsExplained() {
        for (Map.Entry<String, Set<String>> field : SchemaFields.words().entrySet()) {
            PipelinePage.Row row =
                    PipelinePage.rows().getOrDefault(field.getKey(), new PipelinePage.Row("", "undocumented"));
            for (String word : field.getValue()) {
                assertThat(row.meaning()).as(field.getKey()).contains("`" + word + "`");
            }
        }
    }

    static List<ObjectNode> files() {
        return PipelinePage.files();
    }

    @Test
    void thePageHasAWholeFileAndFragments() {
        assertThat(files()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyYamlOfThePageReads(ObjectNode file) {
        assertThat(readerRefuses(folder, file)).isEmpty();
        assertThat(schemaRefuses(file)).isEmpty();
    }

    @Test
    void theWholeFileOfThePageShowsEverySection() {
        ObjectNode whole = files().stream().findFirst().orElseThrow();
        assertThat(Stream.of("source", "lake", "warehouse", "tables", "dimensions", "facts"))
                .allMatch(whole::has);
    }

    private Pipeline read(ObjectNode tree) {
        return PipelineTrees.read(folder, tree, Map.of());
    }
}
