package dev.varve.capture;

import dev.varve.lake.Counts;
import dev.varve.pipeline.Table;
import java.util.Optional;

/** Tells complete reads that would delete too much of their table. */
final class DeleteGuard {
    private DeleteGuard() {}

    /** Why a complete read, which met every row of the state before, needs a user's approval; empty if it does not. */
    static Optional<String> refusal(Table table, Counts counts) {
        MassDelete delete = new MassDelete(
                counts.deleted(),
                counts.unchanged() + counts.updated() + counts.deleted(),
                counts.read(),
                table.maxDeleteFraction());
        return delete.needsApproval()
                ? Optional.of("the source shows " + counts.read() + " rows, which would delete " + delete.part() + " ("
                        + delete.limit() + ")")
                : Optional.empty();
    }
}
