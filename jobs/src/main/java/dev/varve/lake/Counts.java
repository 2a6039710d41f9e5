package dev.varve.lake;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What an ingest saw of one table, in rows. Every row read is in exactly one of inserted, updated and unchanged; deleted
 * rows were not read.
 */
public record Counts(long read, long inserted, long updated, long deleted, long unchanged) {
    /** The rows of the change layer. */
    @JsonIgnore
    public long changed() {
        return inserted + updated + deleted;
    }

    /** Whether every row read is accounted for. */
    @JsonIgnore
    public boolean addUp() {
        return read == inserted + updated + unchanged;
    }
}
