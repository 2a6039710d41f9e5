package dev.varve.warehouse;

import dev.varve.lake.Manifest;

/** Hears how a load goes on before its commit; a large one takes minutes. */
public interface LoadProgress {
    /** So many rows more of a table were sent to the warehouse. Comes often. */
    void staging(Manifest manifest, String table, long rows);

    /** All rows of a table were sent; the warehouse does the next thing with them. */
    void applying(Manifest manifest, String table, Action action, long rows);

    /** What the warehouse does with the rows that were sent, in this order. */
    enum Action {
        /** It finds the versions that they follow or point to. */
        MATCH,
        /** It writes versions or facts. */
        WRITE,
        /** It makes sure that the table now holds what the manifest says. */
        CHECK
    }
}
