package dev.varve.model;

import dev.varve.lake.ProcessedZone;
import java.util.List;
import java.util.Locale;

/**
 * The control columns that stand beside a model's own columns in the rows for the warehouse. Their prefix keeps them apart
 * from any column of a model.
 */
public final class ModelRow {
    /** What the names of all control columns start with, and no column of a model may. */
    public static final String PREFIX = "varve_";
    /** What to do: {@link Op} in lower case. */
    public static final String OP = "varve_op";
    /** When it takes effect, UTC. */
    public static final String EFFECTIVE_AT = "varve_effective_at";
    /** How well that is known: exact, interval, moved or initial. */
    public static final String PRECISION = "varve_precision";

    /** Orders the rows of one key, from 0: a key that changed several times in an interval has several. */
    public static final String POSITION = ProcessedZone.POSITION;

    /** All of them; every other column of a row is its model's. */
    public static final List<String> CONTROL = List.of(OP, EFFECTIVE_AT, PRECISION, POSITION);

    private ModelRow() {}

    /** What a row asks of the warehouse. */
    public enum Op {
        /** Make the row so. */
        UPSERT,
        /** The source deleted it. */
        DELETE,
        /** The model no longer yields it (facts only). */
        REMOVE,
        /** The model yields a key that its driving table does not have: the load is refused. */
        STRAY;

        /** As processed zone and staging store it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The op of that word. */
        public static Op of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
