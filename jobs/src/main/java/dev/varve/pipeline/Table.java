package dev.varve.pipeline;

import java.util.List;

/**
 * A source table and how its changes are found.
 *
 * @param name as the source spells it
 * @param key the columns that identify a row, at least one; of a table without a key {@link Capture.Append#KEY}
 * @param capture how changes are found
 * @param maxDeleteFraction the part of its rows, 0 to 1, that one complete read may delete without approval
 */
public record Table(String name, List<String> key, Capture capture, double maxDeleteFraction) {
    public Table {
        key = List.copyOf(key);
    }
}
