package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.KeyChange;
import dev.varve.lake.LakeTables;
import dev.varve.lake.LayersOfKey;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.Models;
import dev.varve.model.ProcessedOfKey;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.SomeKeys;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Purpose;
import dev.varve.warehouse.RowsOfKey;
import dev.varve.warehouse.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what lake and warehouse know of one key. Reads only, without a lock. */
public final class Explain {
    private final Engine engine;
    private final Pipeline pipeline;

    public Explain(Engine engine) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
    }

    /**
     * Reads the warehouse, then the lake's layers, one query a table.
     *
     * @param table a dimension or a fact
     * @param key a value for each of its key's columns, as it is typed
     * @throws VarveException (usage) if there is no such table or the key is not of its type, (refused) if the lake is not the
     *     one that was loaded, (failed) if neither knows the key
     */
    public Explained run(String table, List<String> key) {
        Optional<Explained> found = pipeline.dimensions().stream()
                .filter(dimension -> dimension.name().equals(table))
                .findFirst()
                .map(dimension -> explain(dimension, RowsOfKey.of(pipeline, dimension, key)))
                .or(() -> pipeline.facts().stream()
                        .filter(fact -> fact.name().equals(table))
                        .findFirst()
                        .map(fact -> explain(fact, RowsOfKey.of(pipeline, fact, key))));
        Explained explained = found.orElseThrow(() -> unknownTable(table));
        if (explained.rows().versions().isEmpty()
                && explained.rows().facts().isEmpty()
                && explained.changes().isEmpty()) {
            throw unknownKey(explained);
        }
        return explained;
    }

    private Explained explain(Dimension dimension, RowsOfKey rows) {
        History history = history(dimension.name(), rows);
        ProcessedZone zone = engine.processedZone(history);
        ProcessedOfKey processed = new ProcessedOfKey(zone);
        Set<Integer> untold = untold(zone, dimension.name(), rows);
        boolean driven = dimension.from().isPresent();
        return new Explained(
                pipeline,
                dimension.name(),
                dimension.key(),
                dimension.from(),
                readBy(dimension.model()),
                rows,
                history,
                driven
                        ? layers(history, dimension.from().orElseThrow(), rows.key())
                        : processed.read(dimension.name(), history.entries().size(), dimension.key(), rows.key()),
                driven && untold.isEmpty()
                        ? processed.asked(dimension.name(), loaded(rows), dimension.key(), rows.key())
                        : Map.of()); // without a driving table the changes are what was asked
    }

    private Explained explain(Fact fact, RowsOfKey rows) {
        History history = history(fact.name(), rows);
        ProcessedZone zone = engine.processedZone(history);
        return new Explained(
                pipeline,
                fact.name(),
                fact.key(),
                Optional.of(fact.from()),
                readBy(fact.model()),
                rows,
                history,
                layers(history, fact.from(), rows.key()),
                untold(zone, fact.name(), rows).isEmpty()
                        ? new ProcessedOfKey(zone).asked(fact.name(), loaded(rows), fact.key(), rows.key())
                        : Map.of());
    }

    /** The loaded manifests of which the processed zone cannot say what they asked of a table; if there are any, it is said why. */
    private Set<Integer> untold(ProcessedZone zone, String table, RowsOfKey rows) {
        Set<Integer> untold = zone.ofOtherModels(loaded(rows), table);
        if (!untold.isEmpty()) {
            engine.events()
                    .warning("what " + (untold.size() == 1 ? "1 manifest" : untold.size() + " manifests") + " asked of "
                            + table + " (" + SomeKeys.numbers(untold).text()
                            + ") is not told: the processed zone has rows of another model there, as after a rebuild that did"
                            + " not end or with a changed pipeline file. 'varve rebuild " + pipeline.name()
                            + " --yes' stores them again.");
        }
        return untold;
    }

    private static int loaded(RowsOfKey rows) {
        return rows.state().loads().size();
    }

    /** Read after the ledger: what is committed and loaded in between is not missed in the lake. */
    private History history(String table, RowsOfKey rows) {
        History history = engine.log().read();
        rows.state().problem(history).ifPresent(problem -> {
            throw Work.of(Purpose.EXPLAIN, pipeline).table(table).otherLake(problem);
        });
        return history;
    }

    private List<KeyChange> layers(History history, String table, List<String> key) {
        return new LayersOfKey(new LakeTables(engine.spark(history), engine.layout())).read(history, table, key);
    }

    private List<String> readBy(String model) {
        return pipeline.tables().stream()
                .map(Table::name)
                .filter(name -> Models.mentions(model, name))
                .toList();
    }

    private VarveException unknownTable(String table) {
        String known = Stream.concat(
                        pipeline.dimensions().stream().map(Dimension::name),
                        pipeline.facts().stream().map(Fact::name))
                .collect(Collectors.joining(", "));
        return VarveException.usage("Cannot explain " + table + " of pipeline " + pipeline.name()
                + ": it has no such dimension or fact. Known are: " + known + ".");
    }

    private static VarveException unknownKey(Explained explained) {
        int waiting = explained.history().entries().size() - explained.loaded();
        String where = explained
                .from()
                .map(from -> "the warehouse has no row of it, and no layer of " + from + " names it")
                .orElse("the warehouse has no row of it, and no load stored one in the processed zone");
        return VarveException.failed("Cannot explain " + explained.table() + " " + explained.keyColumns() + " = "
                + explained.rows().key() + " of pipeline "
                + explained.pipeline().name() + ": " + where
                + ". Check the key"
                + (explained.from().isEmpty() && waiting > 0
                        ? ", or load what waits: manifests " + waiting + "."
                        : "."));
    }
}
