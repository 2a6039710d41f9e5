package dev.varve.run;

import dev.varve.lake.History;
import dev.varve.lake.KeyChange;
import dev.varve.lake.LakeTables;
import dev.varve.lake.LayersOfKey;
import dev.varve.lake.ProcessedZone;
import dev.varve.model.ModelRow;
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
        Map<Integer, ModelRow.Op> asked = asked(zone, dimension.name(), dimension.key(), rows);
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
                        : new ProcessedOfKey(zone)
                                .read(dimension.name(), history.entries().size(), dimension.key(), rows.key()),
                driven ? asked : Map.of()); // the changes are what was asked
    }

    private Explained explain(Fact fact, RowsOfKey rows) {
        History history = history(fact.name(), rows);
        return new Explained(
                pipeline,
                fact.name(),
                fact.key(),
                Optional.of(fact.from()),
                readBy(fact.model()),
                rows,
                history,
                layers(history, fact.from(), rows.key()),
                asked(engine.processedZone(history), fact.name(), fact.key(), rows));
    }

    /**
     * What each loaded manifest asked of the key; where the processed zone does not have that, nothing, since what is told would
     * have gaps, and it is said why.
     */
    private Map<Integer, ModelRow.Op> asked(ProcessedZone zone, String table, List<String> columns, RowsOfKey rows) {
        int loaded = rows.state().loads().size();
        Set<Integer> others = zone.ofOtherModels(loaded, table);
        if (others.isEmpty()) {
            return new ProcessedOfKey(zone).asked(table, loaded, columns, rows.key());
        }
        engine.events()
                .warning("what " + (others.size() == 1 ? "1 manifest" : others.size() + " manifests") + " asked of "
                        + table
                        + " (" + SomeKeys.numbers(others).text()
                        + ") is not told: the processed zone has rows of another model there, as after a rebuild that did not"
                        + " end or with a changed pipeline file. 'varve rebuild " + pipeline.name()
                        + " --yes' stores them again.");
        return Map.of();
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
