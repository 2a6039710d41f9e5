package dev.varve.warehouse;

/** Hears how a verification goes on; a large one takes minutes. */
public interface VerifyProgress {
    /** So many rows more of what is expected of a table were sent to the warehouse. Comes often. */
    void copying(String table, long rows);

    /** So many rows more of what is expected of a table were put in order. Comes often. */
    void folding(String table, long rows);

    /** The warehouse compares a table with what is expected of it. */
    void comparing(String table);
}
