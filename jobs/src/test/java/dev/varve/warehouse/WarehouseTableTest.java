package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.ScdType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a warehouse table must have for its model. */
class WarehouseTableTest {
    private static final Dimension DIMENSION = dimension(ScdType.TYPE_2);
    private static final Fact FACT = new Fact(
            "sale_fact",
            "Sale",
            List.of("sale_id"),
            "sold_at",
            Optional.empty(),
            Fact.OnUpdate.OVERWRITE,
            List.of(new ForeignKey("fk_item", "item_dim", List.of("item_id"))),
            "");

    @Test
    void dimensionHasItsModelsColumnsAndThoseThatTheLoadFills() {
        assertThat(WarehouseTable.columnsOf(DIMENSION, List.of("item_id", "price")))
                .containsExactly(
                        "item_id",
                        "price",
                        "sk_item",
                        "valid_from",
                        "valid_to",
                        "is_current",
                        "is_deleted",
                        "is_inferred",
                        "valid_from_precision",
                        "loaded_as_of");
    }

    @Test
    void dimensionOfType1HasNoValidity() {
        assertThat(WarehouseTable.columnsOf(dimension(ScdType.TYPE_1), List.of("item_id", "price")))
                .containsExactly("item_id", "price", "sk_item", "is_deleted", "is_inferred", "loaded_as_of");
    }

    @Test
    void factHasNoColumnThatOnlyLooksUpADimension() {
        assertThat(WarehouseTable.columnsOf(FACT, List.of("sale_id", "item_id", "sold_at", "quantity")))
                .containsExactly("sale_id", "sold_at", "quantity", "fk_item", "source_deleted_at", "loaded_as_of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid_from", "is_current", "loaded_as_of", "sk_item"})
    void dimensionsModelMustNotYieldWhatTheLoadFills(String column) {
        for (ScdType type : ScdType.values()) {
            assertThatThrownBy(() -> WarehouseTable.columnsOf(dimension(type), List.of("item_id", column)))
                    .hasMessage("Cannot use the model of item_dim: it yields '" + column
                            + "', and load fills that column itself. Name the column otherwise.")
                    .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fk_item", "source_deleted_at", "loaded_as_of"})
    void factsModelMustNotYieldWhatTheLoadFills(String column) {
        assertThatThrownBy(() -> WarehouseTable.columnsOf(FACT, List.of("sale_id", "sold_at", column)))
                .hasMessage("Cannot use the model of sale_fact: it yields '" + column
                        + "', and load fills that column itself. Name the column otherwise.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private static Dimension dimension(ScdType type) {
        return new Dimension(
                "item_dim", Optional.empty(), List.of("item_id"), "sk_item", type, Optional.empty(), 0.3, "");
    }
}
