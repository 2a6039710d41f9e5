package dev.varve.warehouse;

import dev.varve.lake.LakeTables;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of a dimension that no source row stands behind: the unknown member and inferred members. */
final class Members {
    /** The surrogate key that a fact without a key gets. */
    static final int UNKNOWN = -1;

    private Members() {}

    private enum Kind {
        UNKNOWN,
        INFERRED
    }

    /** Makes sure that the unknown member exists; it is never current and has no business key. */
    static void ensureUnknown(Connection connection, String schema, Dimension dimension, String asOf)
            throws SQLException {
        Map<String, Object> control = control(dimension, Kind.UNKNOWN, asOf);
        List<Object> values = new ArrayList<>(List.of(UNKNOWN));
        values.addAll(control.values());
        Sql.update(
                connection,
                "INSERT INTO %1$s (%2$s, %3$s) VALUES (?, %4$s) ON CONFLICT (%2$s) DO NOTHING"
                        .formatted(
                                Names.qualified(schema, dimension.name()),
                                Names.quote(dimension.surrogateKey()),
                                String.join(", ", control.keySet()),
                                bound(control)),
                values.toArray());
    }

    /** Adds a member for each staged fact's key that the dimension has never seen; returns how many. */
    static long addInferred(Staging staging, String schema, Dimension dimension, ForeignKey foreignKey, String asOf)
            throws SQLException {
        Map<String, Object> control = control(dimension, Kind.INFERRED, asOf);
        return Sql.update(
                staging.connection(),
                """
                INSERT INTO %1$s (%2$s, %3$s)
                SELECT DISTINCT %4$s, %5$s
                FROM %8$s s
                WHERE s.varve_op = 'upsert' AND %6$s AND NOT EXISTS (SELECT 1 FROM %1$s d WHERE %7$s)
                """.formatted(
                        Names.qualified(schema, dimension.name()),
                        Names.list(dimension.key()),
                        String.join(", ", control.keySet()),
                        Names.list("s", foreignKey.key()),
                        bound(control),
                        Names.each(foreignKey.key(), name -> "s." + Names.quote(name) + " IS NOT NULL", " AND "),
                        Names.equal("d", dimension.key(), "s", foreignKey.key()),
                        staging.stage()),
                control.values().toArray());
    }

    /** What the columns that load fills hold, of those that the dimension has. */
    private static Map<String, Object> control(Dimension dimension, Kind kind, String asOf) {
        boolean isInferred = kind == Kind.INFERRED;
        Map<String, Object> control = new LinkedHashMap<>();
        control.put("valid_from", LakeTables.BEGINNING);
        control.put("valid_to", DimensionLoad.END);
        control.put("is_current", isInferred);
        control.put("is_deleted", false);
        control.put("is_inferred", isInferred);
        control.put("valid_from_precision", isInferred ? "inferred" : "initial");
        control.put("loaded_as_of", asOf);
        control.keySet().retainAll(WarehouseTable.control(dimension));
        return control;
    }

    private static String bound(Map<String, Object> values) {
        return values.values().stream()
                .map(value -> value instanceof Instant ? "?::timestamptz" : "?")
                .collect(Collectors.joining(", "));
    }
}
