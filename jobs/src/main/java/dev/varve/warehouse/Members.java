package dev.varve.warehouse;

import dev.varve.lake.LakeTables;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;

/** The rows of a dimension that no source row stands behind: the unknown member and inferred members. */
final class Members {
    /** The surrogate key that a fact without a key gets. */
    static final int UNKNOWN = -1;

    private Members() {}

    /** Makes sure that the unknown member exists; it is never current and has no business key. */
    static void ensureUnknown(Connection connection, String schema, Dimension dimension, String asOf)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO %s (%s, valid_from, valid_to, is_current, is_deleted, is_inferred, valid_from_precision,
                                loaded_as_of)
                VALUES (?, ?, ?, false, false, false, 'initial', ?) ON CONFLICT (%2$s) DO NOTHING
                """.formatted(Names.qualified(schema, dimension.name()), Names.quote(dimension.surrogateKey())),
                UNKNOWN,
                LakeTables.BEGINNING,
                DimensionLoad.END,
                asOf);
    }

    /** Adds a member for each staged fact's key that the dimension has never seen; returns how many. */
    static long addInferred(Staging staging, String schema, Dimension dimension, ForeignKey foreignKey, String asOf)
            throws SQLException {
        return Sql.update(
                staging.connection(),
                """
                INSERT INTO %1$s (%2$s, valid_from, valid_to, is_current, is_deleted, is_inferred, valid_from_precision,
                                  loaded_as_of)
                SELECT DISTINCT %3$s, ?::timestamptz, ?::timestamptz, true, false, true, 'inferred', ?
                FROM %6$s s
                WHERE s.varve_op = 'upsert' AND %4$s AND NOT EXISTS (SELECT 1 FROM %1$s d WHERE %5$s)
                """.formatted(
                        Names.qualified(schema, dimension.name()),
                        Names.list(dimension.key()),
                        Names.list("s", foreignKey.key()),
                        Names.each(foreignKey.key(), name -> "s." + Names.quote(name) + " IS NOT NULL", " AND "),
                        Names.equal("d", dimension.key(), "s", foreignKey.key()),
                        staging.stage()),
                LakeTables.BEGINNING,
                DimensionLoad.END,
                asOf);
    }
}
