package dev.varve.pipeline;

import java.util.List;

/**
 * A fact's reference to the version of a dimension that was valid at the fact's event time.
 *
 * @param column the fact's column that receives the surrogate key
 * @param dimension the dimension's name
 * @param key the columns of the fact's model that hold the dimension's key, in its order
 */
public record ForeignKey(String column, String dimension, List<String> key) {
    public ForeignKey {
        key = List.copyOf(key);
    }
}
