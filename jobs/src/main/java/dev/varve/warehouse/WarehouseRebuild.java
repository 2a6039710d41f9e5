package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Replaces all that a warehouse holds of a pipeline, inside a transaction (design, section 4, "Going back"). */
final class WarehouseRebuild {
    private final Connection connection;
    private final Pipeline pipeline;
    private final Ledger ledger;
    private final LedgerModels models;

    WarehouseRebuild(Connection connection, Pipeline pipeline, Ledger ledger, LedgerModels models) {
        this.connection = connection;
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.models = models;
    }

    /**
     * What would be done, whether or not the warehouse is migrated yet.
     *
     * @throws VarveException (refused) if another pipeline loads one of the tables
     */
    Rebuilding plan(History history) throws SQLException {
        List<Ledger.LoadedLabel> loads = ledger.labels();
        List<String> differences = new ArrayList<>();
        if (WarehouseTable.of(connection, Migrations.LEDGER_SCHEMA, "load").exists()) {
            ledger.checkOwners(pipeline.warehouseTables());
            Ledger.problem(ledger.loaded(), history).ifPresent(differences::add);
        }
        if (!loads.isEmpty()
                && WarehouseTable.of(connection, Migrations.LEDGER_SCHEMA, "model")
                        .exists()) {
            models.problem().ifPresent(differences::add);
        }
        List<Rebuilding.Table> rows = new ArrayList<>();
        for (String table : pipeline.warehouseTables()) {
            rows.add(new Rebuilding.Table(table, rows(table), OptionalLong.empty()));
        }
        return new Rebuilding(
                loads.size(),
                loads.isEmpty()
                        ? Optional.empty()
                        : Optional.of(loads.get(loads.size() - 1).asOf()),
                differences,
                history.entries().stream()
                        .map(History.Entry::manifest)
                        .map(Manifest::asOf)
                        .toList(),
                rows);
    }

    /** Empties the tables and the ledger, has every manifest loaded, and returns what was replaced. */
    Rebuilding apply(History history, Load load) throws SQLException {
        Rebuilding plan = plan(history);
        List<String> tables = new ArrayList<>(pipeline.warehouseTables());
        Collections.reverse(tables); // facts before the dimensions that they point to
        for (String table : tables) {
            Sql.update(connection, "DELETE FROM " + qualified(table));
        }
        ledger.forgetAfter(0);
        for (History.Entry entry : history.entries()) {
            load.manifest(entry);
        }
        List<Rebuilding.Table> rows = new ArrayList<>();
        for (Rebuilding.Table table : plan.tables()) {
            rows.add(new Rebuilding.Table(table.table(), table.before(), OptionalLong.of(rows(table.table()))));
        }
        return new Rebuilding(plan.loads(), plan.lastLoaded(), plan.differences(), plan.manifests(), rows);
    }

    /** Applies one manifest after those before it, ledger included. */
    interface Load {
        void manifest(History.Entry entry) throws SQLException;
    }

    private long rows(String table) throws SQLException {
        return WarehouseTable.of(connection, pipeline.warehouse().schema(), table)
                        .exists()
                ? Sql.number(connection, "SELECT count(*) FROM " + qualified(table))
                : 0;
    }

    private String qualified(String table) {
        return Names.qualified(pipeline.warehouse().schema(), table);
    }
}
