package dev.varve.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one manifest says of one key: a row of a source table's layers, or one of the processed zone.
 *
 * @param manifest the manifest's number
 * @param position orders several changes of the key in that manifest
 * @param op what happened: {@link LakeRow.Op}, or what a row of the processed zone asks for, in lower case
 * @param effectiveAt when it takes effect
 * @param precision how well that is known: exact, interval, moved or initial
 * @param before the values before it; none for an insert
 * @param after the values after it; none for a delete
 */
public record KeyChange(
        int manifest,
        int position,
        String op,
        Instant effectiveAt,
        String precision,
        Map<String, JsonNode> before,
        Map<String, JsonNode> after) {
    public KeyChange {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }

    /**
     * A value before and after a change.
     *
     * @param before empty if there was no row
     * @param after empty if there is none any more
     */
    public record Value(Optional<JsonNode> before, Optional<JsonNode> after) {}

    /**
     * Which of its key's changes it is; they are in this order.
     *
     * @param manifest the manifest's number
     * @param position its place among those of that manifest
     */
    public record Place(int manifest, int position) implements Comparable<Place> {
        /** Whether it comes earlier. */
        public boolean isBefore(Place other) {
            return compareTo(other) < 0;
        }

        @Override
        public int compareTo(Place other) {
            return manifest == other.manifest
                    ? Integer.compare(position, other.position)
                    : Integer.compare(manifest, other.manifest);
        }
    }

    /** Where it stands among its key's changes. */
    public Place place() {
        return new Place(manifest, position);
    }

    /** Whether the source deleted the row. */
    public boolean isDelete() {
        return op.equals(LakeRow.Op.DELETE.word());
    }

    /** The columns whose value changed, in the row's order; of a row that came or went, all. */
    public Map<String, Value> columns() {
        Map<String, Value> columns = new LinkedHashMap<>();
        Map<String, JsonNode> names = new LinkedHashMap<>(before);
        names.putAll(after);
        for (String name : names.keySet()) {
            Value value = new Value(Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name)));
            if (!value.before().equals(value.after())) {
                columns.put(name, value);
            }
        }
        return columns;
    }
}
