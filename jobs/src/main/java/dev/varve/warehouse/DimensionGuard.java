package dev.varve.warehouse;

import dev.varve.capture.MassDelete;
import dev.varve.lake.History;
import dev.varve.model.Models;
import dev.varve.pipeline.Dimension;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Refuses a manifest that would close too many keys of a dimension: a join may lose what none of its tables lost (design,
 * section 3, rule 2). What an ingest let a table of the model lose, the model may lose too.
 *
 * @param entry the manifest
 * @param approvals what was let through
 */
record DimensionGuard(History.Entry entry, Approvals approvals) {
    /**
     * Checks what was decided for the staged keys, before anything is changed.
     *
     * @param table the dimension's qualified and quoted name
     * @throws dev.varve.pipeline.VarveException (refused) unless it is approved
     */
    void check(Dimension dimension, String table, Staging staging) throws SQLException {
        Optional<Offence> closing = Offence.find(
                staging.connection(), "a", dimension.key(), staging.action() + " a WHERE a.varve_action = 'close'");
        if (closing.isEmpty() || isApprovedAtTheSource(dimension)) {
            return;
        }
        MassDelete delete = delete(dimension, table, staging, closing.get().rows());
        if (delete.needsApproval() && !approvals.cover(entry, dimension.name(), delete)) {
            throw staging.work()
                    .refused(
                            "it would close " + delete.part() + " current keys: "
                                    + closing.get().keys().text() + " (" + delete.limit() + ")",
                            "If that is right, run " + staging.work().commandApproving(dimension.name()) + ".");
        }
    }

    private static MassDelete delete(Dimension dimension, String table, Staging staging, long closed)
            throws SQLException {
        long before = Sql.number(
                staging.connection(), "SELECT count(*) FROM " + table + " WHERE is_current AND NOT is_inferred");
        long come = Sql.number(
                staging.connection(),
                "SELECT count(*) FROM " + staging.action() + " WHERE varve_action IN ('open', 'fill')");
        return new MassDelete(closed, before, before - closed + come, dimension.maxDeleteFraction());
    }

    private boolean isApprovedAtTheSource(Dimension dimension) {
        return entry.manifest().approvedDeletes().stream()
                .anyMatch(approved -> Models.mentions(dimension.model(), approved));
    }
}
