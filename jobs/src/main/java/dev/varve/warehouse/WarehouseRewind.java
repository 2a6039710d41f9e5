package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.Ledger.LoadedLabel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the loads after a label back, inside a transaction (design, section 4, "Going back"). */
final class WarehouseRewind {
    private final Connection connection;
    private final Pipeline pipeline;
    private final Ledger ledger;
    private final LedgerModels models;
    private final String to;
    private final Work work;

    WarehouseRewind(Connection connection, Pipeline pipeline, Ledger ledger, LedgerModels models, String to) {
        this.connection = connection;
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.models = models;
        this.to = to;
        this.work = Work.rewind(pipeline, to);
    }

    /** What is done to, or found out about, one table. */
    private interface Step {
        Rewinding.Table of(TableRewind table) throws SQLException;
    }

    /**
     * What would be done.
     *
     * @throws VarveException (usage) if no load has that label, (refused) if it lies beyond the undo horizon, or the tables are
     *     declared otherwise than when they were loaded
     */
    Rewinding plan() throws SQLException {
        return each(TableRewind::plan);
    }

    /** Does it, and returns what was done. */
    Rewinding apply() throws SQLException {
        Rewinding done = each(TableRewind::apply);
        if (!done.takenBack().isEmpty()) {
            ledger.forgetAfter(done.number());
            models.record();
        }
        return done;
    }

    private Rewinding each(Step step) throws SQLException {
        List<LoadedLabel> loads = ledger.labels();
        LoadedLabel target = target(loads);
        List<LoadedLabel> later =
                loads.stream().filter(load -> load.number() > target.number()).toList();
        List<Rewinding.Table> tables = new ArrayList<>();
        if (!later.isEmpty()) {
            checkHorizon(loads, target);
            checkModels(loads.size());
            for (TableRewind table : tables(target.number())) {
                tables.add(step.of(table));
            }
        }
        return new Rewinding(
                target.number(),
                target.asOf(),
                later.stream().map(LoadedLabel::asOf).toList(),
                tables);
    }

    /** Facts before the dimensions that they point to. */
    private List<TableRewind> tables(int number) throws SQLException {
        String schema = pipeline.warehouse().schema();
        List<TableRewind> tables = new ArrayList<>();
        for (Fact fact : pipeline.facts()) {
            tables.add(table(schema, fact.name(), FactLoad.identity(fact), number));
        }
        for (Dimension dimension : pipeline.dimensions()) {
            tables.add(table(schema, dimension.name(), List.of(dimension.surrogateKey()), number));
        }
        return tables;
    }

    private TableRewind table(String schema, String name, List<String> identity, int number) throws SQLException {
        return new TableRewind(connection, pipeline.name(), schema, name, identity, number);
    }

    private LoadedLabel target(List<LoadedLabel> loads) {
        if (loads.isEmpty()) {
            throw work.refused("the ledger says that nothing was loaded", "Run 'varve load " + pipeline.name() + "'.");
        }
        return loads.stream()
                .filter(load -> load.asOf().equals(to))
                .findFirst()
                .orElseThrow(() -> VarveException.usage(work.cannot() + "no manifest of that label is loaded: "
                        + nearest(loads) + ". 'varve status " + pipeline.name() + " --last 0' lists them all."));
    }

    /** The loaded labels beside the one that is not. */
    private String nearest(List<LoadedLabel> loads) {
        Optional<String> before = loads.stream()
                .map(LoadedLabel::asOf)
                .filter(label -> label.compareTo(to) < 0)
                .reduce((first, second) -> second);
        Optional<String> after = loads.stream()
                .map(LoadedLabel::asOf)
                .filter(label -> label.compareTo(to) > 0)
                .findFirst();
        if (before.isPresent() && after.isPresent()) {
            return "the nearest are " + before.get() + " and " + after.get();
        }
        return before.map(last -> "the last is " + last).orElseGet(() -> "the first is " + after.orElseThrow());
    }

    private void checkHorizon(List<LoadedLabel> loads, LoadedLabel target) {
        Optional<LoadedLabel> horizon =
                loads.stream().filter(load -> !load.undo()).reduce((first, second) -> second);
        horizon.filter(load -> load.number() > target.number()).ifPresent(reach -> {
            String back = reach.number() == loads.size()
                    ? "no rows are kept as they were before the last load"
                    : "rows are kept as they were back to " + reach.asOf() + " only";
            String instead = reach.number() == loads.size() ? "Run " : "Rewind to that label, or run ";
            throw work.refused(
                    back + " (warehouse.undo_days: " + pipeline.warehouse().undoDays() + ")",
                    instead + work.rebuild() + ", which replays every manifest.");
        });
    }

    /** Other keys would find other rows. */
    private void checkModels(int loaded) throws SQLException {
        models.problem().ifPresent(problem -> {
            throw work.otherModel(problem, loaded);
        });
    }
}
