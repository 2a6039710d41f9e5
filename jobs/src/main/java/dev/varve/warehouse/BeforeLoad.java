package dev.varve.warehouse;

import dev.varve.lake.History;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What must hold before a manifest is loaded: the ledger is of this lake and of these models, and every row of the tables is the
 * pipeline's own.
 *
 * @param connection to the warehouse
 * @param pipeline the pipeline
 * @param ledger its ledger
 * @param models what the ledger says of its models
 * @param work the load, for messages
 */
record BeforeLoad(Connection connection, Pipeline pipeline, Ledger ledger, LedgerModels models, Work work) {
    /**
     * Checks all of it.
     *
     * @return the number of the last loaded manifest, 0 if there is none
     * @throws VarveException (refused) if something does not hold
     */
    int check(History history) throws SQLException {
        ledger.checkOwners(pipeline.warehouseTables());
        int last = ledger.lastLoaded(history);
        if (last == 0) {
            checkEmpty();
        } else {
            checkModels(last);
        }
        return last;
    }

    /** The rows of two declarations in one table would be a history that no rebuild gives. */
    private void checkModels(int loaded) throws SQLException {
        models.problem().ifPresent(problem -> {
            throw work.otherModel(problem, loaded);
        });
    }

    /** Rows without a ledger would be taken for the state after the last manifest, and the first be applied to them. */
    private void checkEmpty() throws SQLException {
        for (Dimension dimension : pipeline.dimensions()) {
            String known = "t." + Names.quote(dimension.surrogateKey()) + " <> " + Members.UNKNOWN;
            checkEmpty(dimension.name(), dimension.key(), known);
        }
        for (Fact fact : pipeline.facts()) {
            checkEmpty(fact.name(), fact.key(), "true");
        }
    }

    private void checkEmpty(String table, List<String> key, String condition) throws SQLException {
        String schema = pipeline.warehouse().schema();
        if (!WarehouseTable.of(connection, schema, table).exists()) {
            return;
        }
        String rows = Names.qualified(schema, table) + " t WHERE " + condition;
        Offence.find(connection, "t", key, rows).ifPresent(found -> {
            throw work.table(table)
                    .refused(
                            schema + "." + table + " holds " + found.told("row with key", "rows with keys")
                                    + "; the ledger says that no manifest was loaded",
                            "Restore the ledger, or have " + work.rebuild() + " replace the rows.");
        });
    }
}
