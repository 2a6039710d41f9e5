package dev.varve.lake;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there is to prune.
 *
 * @param left for each table, the manifests whose snapshots stay, if the policy lets one go; that must be on record before
 *     the first step. Empty if it does not
 * @param steps in order
 */
public record PrunePlan(Map<String, List<Integer>> left, List<PruneStep> steps) {
    public PrunePlan {
        left = Collections.unmodifiableMap(new TreeMap<>(left));
        steps = List.copyOf(steps);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return left.isEmpty() && steps.isEmpty();
    }
}
