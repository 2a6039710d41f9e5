package dev.varve.warehouse;

import java.util.List;

/**
 * What a load did to one warehouse table, in rows.
 *
 * @param table the warehouse table
 * @param staged rows that the manifest asked for
 * @param opened versions; of a dimension of type 1 rows that came or returned
 * @param closed versions; of a dimension of type 1 rows that were marked as deleted
 * @param overwritten rows changed in place
 * @param inferred members that a fact needed before their own row came
 * @param inserted facts
 * @param sourceDeleted facts marked as deleted at the source
 * @param removed facts that their model no longer yields
 * @param gaps foreign keys of events that fell between two versions
 */
public record LoadCounts(
        String table,
        long staged,
        long opened,
        long closed,
        long overwritten,
        long inferred,
        long inserted,
        long sourceDeleted,
        long removed,
        long gaps) {
    static LoadCounts ofDimension(String table, long staged, long opened, long closed, long overwritten) {
        return new LoadCounts(table, staged, opened, closed, overwritten, 0, 0, 0, 0, 0);
    }

    /** What steps that followed each other did to a table; there is at least one. */
    static LoadCounts sum(List<LoadCounts> steps) {
        return steps.stream().reduce(LoadCounts::plus).orElseThrow();
    }

    private LoadCounts plus(LoadCounts next) {
        return new LoadCounts(
                table,
                staged + next.staged,
                opened + next.opened,
                closed + next.closed,
                overwritten + next.overwritten,
                inferred + next.inferred,
                inserted + next.inserted,
                sourceDeleted + next.sourceDeleted,
                removed + next.removed,
                gaps + next.gaps);
    }
}
