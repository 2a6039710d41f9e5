package dev.varve.warehouse;

import java.util.List;

/**
 * What a rewind takes back, or would.
 *
 * @param number the manifest that the warehouse then ends with
 * @param asOf its label
 * @param takenBack the labels of the later loads, in order; none if there is nothing to do
 * @param tables what is done to each table, facts first
 */
public record Rewinding(int number, String asOf, List<String> takenBack, List<Table> tables) {
    public Rewinding {
        takenBack = List.copyOf(takenBack);
        tables = List.copyOf(tables);
    }

    /**
     * What is done to the rows of one table.
     *
     * @param table its name
     * @param deleted rows that the later loads inserted
     * @param restored rows that they changed in place
     * @param insertedAgain rows that they removed
     */
    public record Table(String table, long deleted, long restored, long insertedAgain) {}
}
