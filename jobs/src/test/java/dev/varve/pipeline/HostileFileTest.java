package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and folders that would be cut, taken for others, or lie in each other: refused at their line. */
class HostileFileTest {
    private static final String VALID = """
        pipeline: shop
        source: { kind: mysql, url: "jdbc:mysql://db.example/shop", user: reader, password: "${PASSWORD}" }
        lake:
          raw: /lake/raw
          processed: /lake/processed
        warehouse:
          url: jdbc:postgresql://wh.example/shop
          user: writer
          password: ${PASSWORD}
          schema: shop
        tables:
          Item: { key: item_id, capture: snapshot_diff }
          Sale: { key: sale_id, capture: snapshot_diff }
        dimensions:
          item_dim: { from: Item, key: item_id, surrogate_key: sk_item, model: SELECT * FROM Item }
        facts:
          sale_fact:
            from: Sale
            key: sale_id
            event_time: sold_at
            foreign_keys: { fk_item: { dimension: item_dim } }
            model: SELECT * FROM Sale
        """;

    private static final String BYTES_64 = "\u00e9".repeat(32);
    private static final String TOO_LONG = " is longer than the 63 bytes that Postgres keeps of a name";

    @TempDir
    private Path folder;

    @Test
    void theFileAsItStandsIsRead() throws IOException {
        assertThat(read(VALID).tables()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource
    void badNamesAreRefusedAtTheirLine(String text, String replacement, int line, String problem) throws IOException {
        assertThat(VALID).contains(text);
        Path file = Files.writeString(folder.resolve("shop.yaml"), VALID.replace(text, replacement));

        assertThatThrownBy(() -> PipelineReader.read(file, variables()))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read " + file + ":" + line + ": " + problem + ". Correct the file.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    static Stream<Arguments> badNamesAreRefusedAtTheirLine() {
        return Stream.of(
                arguments(
                        "  Sale: {",
                        "  item: {",
                        13,
                        "tables.item differs from Item in capitals only, which models cannot tell apart"),
                arguments("schema: shop", "schema: " + BYTES_64, 10, "warehouse.schema" + TOO_LONG),
                arguments(
                        "schema: shop",
                        "schema: varve",
                        10,
                        "warehouse.schema must not be 'varve': that is the ledger's"),
                arguments(
                        "surrogate_key: sk_item",
                        "surrogate_key: " + BYTES_64,
                        15,
                        "dimensions.item_dim.surrogate_key" + TOO_LONG),
                arguments("fk_item:", BYTES_64 + ":", 21, "facts.sale_fact.foreign_keys." + BYTES_64 + TOO_LONG),
                arguments("  sale_fact:", "  " + BYTES_64 + ":", 18, "facts." + BYTES_64 + TOO_LONG),
                arguments(
                        "/lake/processed",
                        "/lake/raw",
                        5,
                        "lake.processed must be a folder apart from lake.raw: file:///lake/raw/shop/ and"
                                + " file:///lake/raw/shop/ would lie in each other"),
                arguments(
                        "/lake/processed",
                        "/lake/raw/shop/done",
                        5,
                        "lake.processed must be a folder apart from lake.raw: file:///lake/raw/shop/done/shop/ and"
                                + " file:///lake/raw/shop/ would lie in each other"));
    }

    @Test
    void rootsBesideEachOtherInOneFolderAreFine() throws IOException {
        assertThat(read(VALID.replace("/lake/processed", "/lake/raw/processed"))
                        .lake()
                        .processed())
                .hasPath("/lake/raw/processed");
    }

    @Test
    void folderThatCannotBeNamedIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.yaml"), VALID.replace("/lake/raw", "\"/lake/\\0raw\""));

        assertThatThrownBy(() -> PipelineReader.read(file, variables()))
                .hasMessageStartingWith("Cannot read " + file + ":4: lake.raw is no name of a folder here: ")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private Pipeline read(String text) throws IOException {
        return PipelineReader.read(Files.writeString(folder.resolve("shop.yaml"), text), variables());
    }

    private static Variables variables() {
        return Variables.of(Map.of("PASSWORD", "secret"), Map.of());
    }
}
