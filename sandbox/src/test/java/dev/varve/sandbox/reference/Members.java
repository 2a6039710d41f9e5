package dev.varve.sandbox.reference;

import java.time.Instant;
import java.util.List;

/** The members of a dimension, however much of their past it keeps. */
interface Members {
    /**
     * Where a fact points to.
     *
     * @param version the key, and the start of the version if there are versions
     * @param inGap whether it was not valid then
     */
    record Found(String version, boolean inGap) {}

    /** The unknown member is there from the first load on. */
    void begin(String asOf);

    /** Follows a load's changes and counts what that did. */
    void follow(List<Change> changes, String asOf, LoadedCounts counts);

    /** Makes sure that a key that a fact needs has a member; true if there was none. */
    boolean infer(String key, String asOf);

    /** What a key's fact of that time points to. */
    Found at(String key, Instant at);

    /** Every row as text, the unknown member's too. */
    List<String> lines();
}
