package dev.varve.model;

import dev.varve.lake.History;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What the models say of the tables' states, all of them whole, when a history ended. */
public final class CurrentRows {
    private final Pipeline pipeline;
    private final WarehouseRows rows;
    private final Models models;
    private final History history;

    public CurrentRows(Pipeline pipeline, WarehouseRows rows, Models models, History history) {
        this.pipeline = pipeline;
        this.rows = rows;
        this.models = models;
        this.history = history;
    }

    /** The current rows of a dimension. */
    public Dataset<Row> of(Dimension dimension) {
        return models.evaluate(dimension.name(), dimension.model(), rows.states(history), dimension.requiredColumns());
    }

    /** The columns of a fact's model. */
    public StructType schema(Fact fact) {
        Dataset<Row> all = models.evaluate(fact.name(), fact.model(), rows.states(history), fact.requiredColumns());
        return EventTime.asInstant(fact, all).schema();
    }

    /**
     * Whether the states alone say what is current. The model of a dimension that one table drives may read others, whose later
     * changes do not touch its rows.
     */
    public boolean decide(Dimension dimension) {
        return dimension.from().isEmpty()
                || pipeline.tables().stream()
                        .map(Table::name)
                        .filter(table -> Models.mentions(dimension.model(), table))
                        .allMatch(table -> table.equals(dimension.from().get()));
    }
}
