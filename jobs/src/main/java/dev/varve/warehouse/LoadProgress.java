package dev.varve.warehouse;

import dev.varve.lake.Manifest;

/** Hears how a load goes on before its commit; a large one takes minutes. */
public interface LoadProgress {
    /** So many rows more of a table were sent to the warehouse. Comes often. */
    void staging(Manifest manifest, String table, long rows);

    /** All rows of a table were sent; the warehouse looks up keys and writes versions or facts. */
    void applying(Manifest manifest, String table, long rows);
}
