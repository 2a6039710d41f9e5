package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Two declarations have one hash only if each load would do the same with them. */
class ModelHashTest {
    private static final Dimension DIMENSION = new Dimension(
            "item_dim",
            Optional.of("Item"),
            List.of("item_id", "region"),
            "sk_item",
            Optional.of(List.of("price")),
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
        assertThat(ModelHash.of(FACT)).isEqualTo("b09ac178a957a05c215ef02e410c86c73e8062f66d52f1e3b8b875f89d773169");
    }

    private static <R extends Record> void assertEachCounts(
            R declaration, Function<R, String> hash, Map<String, Object> others) {
        assertThat(Arrays.stream(declaration.getClass().getRecordComponents()).map(RecordComponent::getName))
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
