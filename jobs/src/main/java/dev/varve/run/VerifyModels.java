package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.LakeTables;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.CurrentRows;
import dev.varve.model.Models;
import dev.varve.model.WarehouseRows;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.SomeKeys;
import dev.varve.warehouse.AskedRows;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import dev.varve.warehouse.Verification;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the lake says of the loaded manifests, handed to a verification. */
final class VerifyModels {
    private final Pipeline pipeline;
    private final Verification warehouse;
    private final History loaded;
    private final RunEvents events;
    private final ProcessedZone zone;
    private final WarehouseRows rows;
    private final CurrentRows current;

    VerifyModels(Engine engine, Verification warehouse, History loaded) {
        SparkSession spark = engine.spark(loaded);
        Models models = new Models(spark);
        this.pipeline = engine.pipeline();
        this.events = engine.events();
        this.warehouse = warehouse;
        this.loaded = loaded;
        this.zone = engine.processedZone(loaded);
        this.rows = new WarehouseRows(engine.pipeline(), new LakeTables(spark, engine.layout()), models);
        this.current = new CurrentRows(engine.pipeline(), rows, models, loaded);
    }

    /** Compares the current rows of a dimension with the model over the states. */
    Finding current(Dimension dimension) {
        return current.decide(dimension)
                ? warehouse.current(dimension, current.of(dimension))
                : Finding.leftOut(
                        dimension.name(),
                        "current rows: the model reads tables beside "
                                + dimension.from().orElse("") + ", whose later changes do not touch its rows");
    }

    /** Hands over what all manifests asked of a dimension. */
    List<Finding> ask(Dimension dimension) {
        return Verify.told(pipeline, dimension.name(), () -> {
            List<String> columns = List.of(current.of(dimension).columns());
            return fill(dimension.name(), warehouse.asked(dimension, columns), past -> rows.dimension(dimension, past));
        });
    }

    /** Hands over what all manifests asked of a fact. */
    List<Finding> ask(Fact fact) {
        return Verify.told(pipeline, fact.name(), () -> {
            List<String> columns = List.of(current.schema(fact).fieldNames());
            return fill(fact.name(), warehouse.asked(fact, columns), past -> rows.fact(fact, past));
        });
    }

    /** Why this takes longer than it should, and what ends that. */
    private String anew(String table, List<Integer> manifests) {
        return "rows of " + table + " are computed anew for " + manifests.size() + " of "
                + loaded.entries().size() + " manifests ("
                + SomeKeys.numbers(manifests).text()
                + "): the processed zone does not have those that were loaded, as after a rebuild with another model"
                + " that did not end. 'varve rebuild " + pipeline.name() + " --yes' stores them again.";
    }

    /**
     * All manifests at once, as loads stored them in the processed zone; of those whose rows are not all there, anew from the
     * layers. What the lake yields in other numbers than were loaded is a difference.
     */
    private List<Finding> fill(String table, AskedRows asked, Function<History, Optional<Dataset<Row>>> anew) {
        zone.through(loaded.entries().size(), table, asked.columns()).ifPresent(asked::add);
        List<Integer> incomplete = asked.incomplete();
        if (!incomplete.isEmpty()) {
            events.warning(anew(table, incomplete));
        }
        for (int manifest : incomplete) {
            asked.remove(manifest);
            anew.apply(loaded.upTo(manifest)).ifPresent(found -> asked.replace(manifest, found));
        }
        List<Integer> wrong = asked.incomplete();
        return wrong.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        Finding.Check.STAGED,
                        table,
                        loaded.entries().size(),
                        "",
                        List.of(new Difference(
                                "manifest of other rows",
                                wrong.size(),
                                wrong.stream()
                                        .limit(Finding.MOST_EXAMPLES)
                                        .map(manifest ->
                                                new Example("manifest " + manifest, asked.difference(manifest)))
                                        .toList()))));
    }
}
