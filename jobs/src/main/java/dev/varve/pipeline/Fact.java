package dev.varve.pipeline;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A transactional fact: the rows of its driving table, one for each or one for each state of it.
 *
 * @param name the warehouse table
 * @param from the driving table
 * @param key the columns of the model's output that hold the driving table's key, in its order
 * @param eventTime the column of the model's output that says when the event happened
 * @param zone the zone of a zone-less event time
 * @param onUpdate what an update of a driving row does
 * @param foreignKeys how it points to dimensions
 * @param model Spark SQL: the driving table stands for its changed rows, every other table for its state
 */
public record Fact(
        String name,
        String from,
        List<String> key,
        String eventTime,
        Optional<ZoneId> zone,
        OnUpdate onUpdate,
        List<ForeignKey> foreignKeys,
        String model) {
    public Fact {
        key = List.copyOf(key);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** What an update of a driving row does to its fact. */
    public enum OnUpdate {
        /** It is computed anew, in place. */
        OVERWRITE,
        /** It stays, and one more record says how the row is now. */
        VERSION
    }

    /** The columns that the model must yield. */
    public List<String> requiredColumns() {
        return Stream.of(
                        key.stream(),
                        Stream.of(eventTime),
                        foreignKeys.stream().flatMap(foreignKey -> foreignKey.key().stream()))
                .flatMap(columns -> columns)
                .distinct()
                .toList();
    }
}
