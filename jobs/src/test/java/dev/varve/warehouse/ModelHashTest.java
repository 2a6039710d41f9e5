package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Sha256;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.ScdType;
import dev.varve.pipeline.Variables;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two declarations have one hash only if each load would do the same with them. */
class ModelHashTest {
    private static final String GUARD = "maxDeleteFraction";
    private static final Dimension DIMENSION = new Dimension(
            "item_dim",
            Optional.of("Item"),
            List.of("item_id", "region"),
            "sk_item",
            ScdType.TYPE_2,
            Optional.of(List.of("price")),
            0.3,
            "SELECT item_id, region, name, price FROM Item");
    private static final Fact FACT = new Fact(
            "sale_fact",
            "Sale",
            List.of("sale_no"),
            "sold_at",
            Optional.of(ZoneId.of("Asia/Ho_Chi_Minh")),
            Fact.OnUpdate.OVERWRITE,
            List.of(new ForeignKey("fk_item", "item_dim", List.of("item_id", "region"))),
            "SELECT sale_no, item_id, region, sold_at FROM Sale");

    @Test
    void everyComponentOfADimensionCounts() {
        assertEachCounts(
                DIMENSION,
                ModelHash::of,
                Map.of(
                        "name",
                        "other_dim",
                        "from",
                        Optional.empty(),
                        "key",
                        List.of("region", "item_id"),
                        "surrogateKey",
                        "sk",
                        "type",
                        ScdType.TYPE_1,
                        "tracked",
                        Optional.empty(),
                        "model",
                        "SELECT item_id, region, name, price FROM Item WHERE true"));
    }

    @Test
    void everyComponentOfAFactCounts() {
        assertEachCounts(
                FACT,
                ModelHash::of,
                Map.of(
                        "name",
                        "other_fact",
                        "from",
                        "Order",
                        "key",
                        List.of("sold_at"),
                        "eventTime",
                        "paid_at",
                        "zone",
                        Optional.of(ZoneId.of("UTC")),
                        "onUpdate",
                        Fact.OnUpdate.VERSION,
                        "foreignKeys",
                        List.of(new ForeignKey("fk_item", "item_dim", List.of("region", "item_id"))),
                        "model",
                        "SELECT sale_no, item_id, region, sold_at  FROM Sale"));
    }

    /** No row depends on it. */
    @Test
    void whatAGuardLetsThroughDoesNotCount() {
        assertThat(ModelHash.of(changed(DIMENSION, GUARD, 0.9))).isEqualTo(ModelHash.of(DIMENSION));
    }

    @Test
    void whiteSpaceAroundTheSqlDoesNotCount() {
        assertThat(ModelHash.of(changed(DIMENSION, "model", "\n  " + DIMENSION.model() + " \n")))
                .isEqualTo(ModelHash.of(DIMENSION));
    }

    /** Ledgers hold hashes: another form of the same declaration would ask every warehouse for a rebuild. */
    @Test
    void theHashOfADeclarationStaysTheSame() {
        assertThat(ModelHash.of(DIMENSION))
                .isEqualTo("dfbbcd18e07f89cd735bd9adeab798e0c17b6238e16d96ef90a746da51f9d62e");
        assertThat(ModelHash.of(FACT)).isEqualTo("54cbad38b6feee811aad841e6b9820cebf204fd0fc1fac5da3739c5125ff4d1d");
    }

    /** So that a component that records will have one day leaves the hash of a file that does not name it as it was. */
    @Test
    void whatIsLeftOutIsNotHashed() {
        Dimension dimension = new Dimension(
                "item_dim",
                Optional.empty(),
                List.of("item_id"),
                "sk_item",
                ScdType.TYPE_2,
                Optional.empty(),
                0.3,
                "SELECT item_id FROM Item");
        Fact fact = new Fact(
                "sale_fact",
                "Sale",
                List.of("sale_no"),
                "sold_at",
                Optional.empty(),
                Fact.OnUpdate.OVERWRITE,
                List.of(),
                "SELECT sale_no, sold_at FROM Sale");

        assertThat(ModelHash.of(dimension)).isEqualTo(sha256("""
                {"key":["item_id"],"model":"SELECT item_id FROM Item","name":"item_dim","surrogateKey":"sk_item"}"""));
        assertThat(ModelHash.of(fact)).isEqualTo(sha256("""
                {"eventTime":"sold_at","from":"Sale","key":["sale_no"],"model":"SELECT sale_no, sold_at FROM Sale",\
                "name":"sale_fact"}"""));
    }

    /** Without the list all attributes open versions, with an empty one none does. */
    @Test
    void anEmptyListOfTrackedColumnsCounts() {
        assertThat(ModelHash.of(changed(DIMENSION, "tracked", Optional.of(List.of()))))
                .isNotEqualTo(ModelHash.of(changed(DIMENSION, "tracked", Optional.empty())));
    }

    @Test
    void aDefaultThatIsWrittenDownDoesNotCount(@TempDir Path folder) throws IOException {
        String without = """
                pipeline: shop
                source: { kind: mysql, url: 'jdbc:mysql://db.example:3306/shop', user: reader, password: '${SECRET}' }
                lake: { raw: 'file:/lake/raw', processed: 'file:/lake/processed' }
                warehouse: { url: 'jdbc:postgresql://wh.example:5432/shop', user: writer, password: '${SECRET}', schema: shop }
                tables:
                  Sale: { key: sale_no, capture: snapshot_diff }
                dimensions:
                  item_dim: { key: item_id, surrogate_key: sk_item, model: SELECT 1 AS item_id }
                facts:
                  sale_fact:
                    from: Sale
                    key: sale_no
                    event_time: sold_at
                    foreign_keys:
                      fk_item: { dimension: item_dim }
                    model: SELECT sale_no, sold_at, item_id FROM Sale
                """;
        String with = without.replace("{ dimension: item_dim }", "{ dimension: item_dim, key: item_id }")
                .replace("event_time: sold_at\n", "event_time: sold_at\n    on_update: overwrite\n")
                .replace("surrogate_key: sk_item", "surrogate_key: sk_item, type: 2");

        assertThat(hashes(folder, with)).isEqualTo(hashes(folder, without)).hasSize(2);
    }

    private static Map<String, String> hashes(Path folder, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("shop.yaml"), yaml);
        return ModelHash.of(PipelineReader.read(file, Variables.of(Map.of("SECRET", "s"), Map.of())));
    }

    private static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <R extends Record> void assertEachCounts(
            R declaration, Function<R, String> hash, Map<String, Object> others) {
        assertThat(Arrays.stream(declaration.getClass().getRecordComponents()).map(RecordComponent::getName))
                .filteredOn(component -> !component.equals(GUARD))
                .containsExactlyInAnyOrderElementsOf(others.keySet());
        List<String> hashes = new ArrayList<>(List.of(hash.apply(declaration)));
        others.forEach((component, value) -> hashes.add(hash.apply(changed(declaration, component, value))));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    /** The record with another value in one component. */
    private static <R extends Record> R changed(R declaration, String changed, Object value) {
        try {
            RecordComponent[] components = declaration.getClass().getRecordComponents();
            List<Object> values = new ArrayList<>();
            for (RecordComponent component : components) {
                values.add(
                        component.getName().equals(changed)
                                ? value
                                : component.getAccessor().invoke(declaration));
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked")
            Class<R> type = (Class<R>) declaration.getClass();
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
