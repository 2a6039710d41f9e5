package dev.varve.warehouse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a rebuild replaces, or would.
 *
 * @param loads how many manifests the ledger has
 * @param lastLoaded the label of the last of them
 * @param differences how ledger, lake and pipeline file differ, in words; none if they agree
 * @param manifests the labels of the lake's manifests, which are replayed
 * @param tables the rows of each table, dimensions first
 */
public record Rebuilding(
        int loads, Optional<String> lastLoaded, List<String> differences, List<String> manifests, List<Table> tables) {
    public Rebuilding {
        differences = List.copyOf(differences);
        manifests = List.copyOf(manifests);
        tables = List.copyOf(tables);
    }

    /**
     * A table's rows, the unknown member among them.
     *
     * @param table its name
     * @param before rows that go
     * @param after rows that came; empty while that is not known
     */
    public record Table(String table, long before, OptionalLong after) {}
}
