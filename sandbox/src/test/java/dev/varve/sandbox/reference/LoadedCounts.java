package dev.varve.sandbox.reference;

/** What a night did to one warehouse table, as the ledger counts it. */
final class LoadedCounts {
    int staged;
    int opened;
    int closed;
    int overwritten;
    int inferred;
    int inserted;
    int sourceDeleted;
    int gaps;

    String line(String table) {
        return String.join(
                " | ",
                table,
                "" + staged,
                "" + opened,
                "" + closed,
                "" + overwritten,
                "" + inferred,
                "" + inserted,
                "" + sourceDeleted,
                "" + gaps);
    }
}
