package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody who does what docs/pipeline.md says, with the files that it shows, sees what it shows. */
class PipelinePageIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    private static final List<Outcome> outcomes = new ArrayList<>();
    private static List<MatchResult> blocks;
    private static PipelineFixture fixture;

    @BeforeAll
    static void doWhatThePageSays() throws IOException {
        blocks = BLOCK.matcher(Files.readString(Path.of("../docs/pipeline.md")))
                .results()
                .toList();
        fixture = PipelineFixture.fresh("page");
        for (String name : List.of("URL", "USER", "PASSWORD")) {
            String value = Objects.requireNonNull(fixture.variables().get("STOCK_SOURCE_" + name));
            fixture.variables().put("SHOP_SOURCE_" + name, value);
        }
        write("pipelines/shop-migrations/V1__shop.sql");
        String file = write("pipelines/shop.yaml");
        execute("source.sql");
        run("validate", file);
        run("run", file, "--now", "2026-03-02T00:30:00Z");
        execute("next-day.sql");
        run("run", file, "--now", "2026-03-03T00:30:00Z");
        run("validate", file);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void nothingIsRefused() {
        assertThat(outcomes).hasSize(4).allSatisfy(outcome -> {
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
        });
        assertThat(outcomes.get(0).out()).endsWith("valid\n");
        assertThat(outcomes.get(3).out())
                .contains("all 11 columns are in shop.customer_dim")
                .endsWith("valid\n");
    }

    @Test
    void theFirstRunPrintsWhatThePageShows() {
        assertThat(withoutSeconds(outcomes.get(1).out())).isEqualTo(withoutSeconds(texts().get(0)));
    }

    @Test
    void theQueryPrintsWhatThePageShows() {
        String file = fixture.folder().resolve("pipelines/shop.yaml").toString();
        Outcome look = fixture.run("sql", "warehouse", "\n" + file("look.sql"), "--pipeline", file);
        assertThat(look).isEqualTo(new Outcome(0, texts().get(1), "4 rows\n"));
    }

    private static void run(String... args) {
        outcomes.add(fixture.run(args));
    }

    private static void execute(String name) {
        Rows.execute(fixture.source(), file(name).split(";\n"));
    }

    private static String write(String name) throws IOException {
        Path file = fixture.folder().resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, file(name)).toString();
    }

    /** The block whose first line is a comment with that name. */
    private static String file(String name) {
        return blocks.stream()
                .map(block -> block.group(2))
                .filter(text -> text.startsWith("-- " + name + "\n") || text.startsWith("# " + name + "\n"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts() {
        return blocks.stream()
                .filter(block -> block.group(1).equals("text"))
                .map(block -> block.group(2))
                .toList();
    }

    private static String withoutSeconds(String output) {
        return output.replaceAll("\\(\\d+\\.\\d s\\)", "(seconds)");
    }
}
