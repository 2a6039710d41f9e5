package dev.varve.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A slowly changing dimension.
 *
 * @param name the warehouse table
 * @param from the table whose layers drive it row by row; without it the model's end states are compared
 * @param key the business key: columns of the model's output; with {@code from}, they hold that table's key in its order
 * @param surrogateKey the warehouse column that numbers its rows
 * @param type what it keeps of the past
 * @param tracked the attributes whose change opens a version; absent means all but the key, and of type 1 it always is
 * @param maxDeleteFraction the part of its current keys, 0 to 1, that one load may close, or mark as deleted, without approval
 * @param model Spark SQL over the tables of the pipeline
 */
public record Dimension(
        String name,
        Optional<String> from,
        List<String> key,
        String surrogateKey,
        ScdType type,
        Optional<List<String>> tracked,
        double maxDeleteFraction,
        String model) {
    public Dimension {
        key = List.copyOf(key);
        tracked = tracked.map(List::copyOf);
    }

    /** The columns that the model must yield. */
    public List<String> requiredColumns() {
        return Stream.concat(key.stream(), tracked.stream().flatMap(List::stream))
                .distinct()
                .toList();
    }
}
