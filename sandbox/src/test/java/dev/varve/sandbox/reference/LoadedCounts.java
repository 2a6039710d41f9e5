package dev.varve.sandbox.reference;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a load did to one warehouse table, as the ledger counts it. */
final class LoadedCounts {
    int staged;
    int opened;
    int closed;
    int overwritten;
    int inferred;
    int inserted;
    int sourceDeleted;
    int removed;
    int gaps;

    String line(String table) {
        return Stream.of(staged, opened, closed, overwritten, inferred, inserted, sourceDeleted, removed, gaps)
                .map(String::valueOf)
                .collect(Collectors.joining(" | ", table + " | ", ""));
    }
}
