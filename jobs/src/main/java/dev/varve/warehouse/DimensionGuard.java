package dev.varve.warehouse;

import dev.varve.capture.MassDelete;
import dev.varve.lake.History;
import dev.varve.model.Models;
import dev.varve.pipeline.Dimension;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Refuses a manifest that would close, or mark as deleted, too many keys of a dimension: a join may lose what none of its tables
 * lost (design, section 3, rule 2). What an ingest let a table of the model lose, the model may lose too.
 *
 * @param entry the manifest
 * @param approvals what was let through
 */
record DimensionGuard(History.Entry entry, Approvals approvals) {
    /**
     * Checks what was decided for the staged keys, before anything is changed.
     *
     * @throws dev.varve.pipeline.VarveException (refused) unless it is approved
     */
    void check(DimensionTable table, Staging staging) throws SQLException {
        Dimension dimension = table.dimension();
        Optional<Offence> closing = Offence.find(
                staging.connection(), "a", dimension.key(), staging.action() + " a WHERE a.varve_action = 'close'");
        if (closing.isEmpty() || isApprovedAtTheSource(dimension)) {
            return;
        }
        MassDelete delete = delete(table, staging, closing.get().rows());
        if (delete.needsApproval() && !approvals.cover(entry, dimension.name(), delete)) {
            throw staging.work()
                    .refused(
                            "it would close " + delete.part() + " current keys: "
                                    + closing.get().keys().text() + " (" + delete.limit() + ")",
                            "If that is right, run " + staging.work().commandApproving(dimension.name()) + ".");
        }
    }

    private static MassDelete delete(DimensionTable table, Staging staging, long closed) throws SQLException {
        long before = Sql.number(
                staging.connection(),
                "SELECT count(*) FROM %s t WHERE %s AND NOT t.is_inferred".formatted(table.name(), table.current("t")));
        long come = Sql.number(
                staging.connection(),
                "SELECT count(*) FROM " + staging.action() + " WHERE varve_action IN ('open', 'return', 'fill')");
        return new MassDelete(
                closed, before, before - closed + come, table.dimension().maxDeleteFraction());
    }

    private boolean isApprovedAtTheSource(Dimension dimension) {
        return entry.manifest().approvedDeletes().stream()
                .anyMatch(approved -> Models.mentions(dimension.model(), approved));
    }
}
