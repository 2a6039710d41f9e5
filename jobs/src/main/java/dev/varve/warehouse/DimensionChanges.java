package dev.varve.warehouse;

import java.sql.SQLException;

/** What a load does to the staged keys of a dimension, by its type. */
interface DimensionChanges {
    /** Gives each of so many staged keys one action, in the table {@link Staging#action}. */
    void decide(long staged) throws SQLException;

    /** Does it, and counts it. */
    LoadCounts write(String asOf, long staged) throws SQLException;

    /** Makes sure that the touched keys are as the manifest asks. */
    void check() throws SQLException;
}
