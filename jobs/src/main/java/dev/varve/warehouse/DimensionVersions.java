package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Changes the versions of a dimension of type 2 (design, section 4). Each staged key gets one action: open a first version or one
 * after a gap, put a new version in place of the current one, close it, fill an inferred member, overwrite untracked attributes in
 * place, or nothing.
 */
final class DimensionVersions implements DimensionChanges {
    private final Connection connection;
    private final Staging staging;
    private final Dimension dimension;
    private final List<String> columns;
    private final String table;
    private final List<String> key;
    private final List<String> attributes;
    private final Undo undo;

    DimensionVersions(Staging staging, DimensionTable table, List<String> columns, Undo undo) {
        this.connection = staging.connection();
        this.staging = staging;
        this.undo = undo;
        this.dimension = table.dimension();
        this.columns = List.copyOf(columns);
        this.table = table.name();
        this.key = dimension.key();
        this.attributes =
                columns.stream().filter(column -> !key.contains(column)).toList();
    }

    /** One action and one start a key; a start never lies before the version that it follows, or its end. */
    @Override
    public void decide(long staged) throws SQLException {
        staging.derive(staging.action(), staged, """
                SELECT s.*, c.%1$s AS varve_current,
                       greatest(s.varve_effective_at, c.valid_from + interval '1 microsecond', last.valid_to) AS varve_start,
                       CASE WHEN s.varve_op = 'delete'
                            THEN CASE WHEN c.%1$s IS NULL OR c.is_inferred THEN 'none' ELSE 'close' END
                            WHEN c.%1$s IS NULL THEN 'open'
                            WHEN c.is_inferred THEN 'fill'
                            WHEN %2$s THEN 'version'
                            WHEN %3$s THEN 'overwrite'
                            ELSE 'none' END AS varve_action
                FROM %7$s s
                LEFT JOIN %4$s c ON %5$s AND c.is_current
                LEFT JOIN LATERAL (SELECT max(d.valid_to) AS valid_to FROM %4$s d WHERE %6$s) last ON c.%1$s IS NULL
                """.formatted(
                        Names.quote(dimension.surrogateKey()),
                        Names.differ("s", "c", tracked()),
                        Names.differ("s", "c", attributes),
                        table,
                        Names.equal("c", "s", key),
                        Names.equal("d", "s", key),
                        staging.stage()));
    }

    @Override
    public LoadCounts write(String asOf, long staged) throws SQLException {
        boolean inPlace = keepBefore();
        long closed = inPlace ? close() : 0;
        long overwritten = inPlace ? overwrite() : 0;
        long opened = open(asOf);
        return LoadCounts.ofDimension(dimension.name(), staged, opened, closed, overwritten);
    }

    /** Whether any version may change in place. */
    private boolean keepBefore() throws SQLException {
        return undo.keep(
                dimension.name(),
                "d",
                "CASE a.varve_action WHEN 'version' THEN 'close' ELSE a.varve_action END",
                "%s d JOIN %s a ON d.%s = a.varve_current AND a.varve_action IN ('version', 'close', 'fill', 'overwrite')"
                        .formatted(table, staging.action(), Names.quote(dimension.surrogateKey())));
    }

    private long close() throws SQLException {
        return Sql.update(connection, """
                UPDATE %s d SET valid_to = a.varve_start, is_current = false, is_deleted = a.varve_action = 'close'
                FROM %s a WHERE d.%s = a.varve_current AND a.varve_action IN ('version', 'close')
                """.formatted(table, staging.action(), Names.quote(dimension.surrogateKey())));
    }

    private long overwrite() throws SQLException {
        String assignments = Names.each(attributes, name -> Names.quote(name) + " = a." + Names.quote(name) + ", ", "");
        return Sql.update(
                connection, """
                UPDATE %s d SET %s is_inferred = false
                FROM %s a WHERE d.%s = a.varve_current AND a.varve_action IN ('fill', 'overwrite')
                """.formatted(table, assignments, staging.action(), Names.quote(dimension.surrogateKey())));
    }

    private long open(String asOf) throws SQLException {
        String names = Names.list(columns);
        return Sql.update(connection, """
                INSERT INTO %s (%s, valid_from, valid_to, is_current, is_deleted, is_inferred, valid_from_precision,
                                loaded_as_of)
                SELECT %s, varve_start, ?, true, false, false,
                       CASE WHEN varve_start = varve_effective_at THEN varve_precision ELSE 'moved' END, ?
                FROM %s WHERE varve_action IN ('open', 'version')
                """.formatted(table, names, names, staging.action()), DimensionLoad.END, asOf);
    }

    /** The keys that were touched: as the manifest asks, one current version at most, none that overlaps another. */
    @Override
    public void check() throws SQLException {
        staging.checkNone("key is not as the lake says", "keys are not as the lake says", "a", """
                %s a LEFT JOIN %s c ON %s AND c.is_current
                WHERE CASE WHEN a.varve_op = 'upsert' THEN c.%s IS NULL OR %s
                           ELSE c.%4$s IS NOT NULL AND NOT c.is_inferred END
                """.formatted(
                        staging.action(),
                        table,
                        Names.equal("c", "a", key),
                        Names.quote(dimension.surrogateKey()),
                        Names.differ("a", "c", attributes)));
        staging.checkNone("version overlaps the next", "versions overlap the next", "v", """
                (SELECT %1$s, d.valid_to AS varve_to,
                        lead(d.valid_from) OVER (PARTITION BY %1$s ORDER BY d.valid_from) AS varve_next
                 FROM %2$s d JOIN %3$s a ON %4$s) v WHERE v.varve_next < v.varve_to
                """.formatted(
                        Names.list("d", key), table, staging.action(), Names.equal("d", "a", key)));
    }

    private List<String> tracked() {
        return dimension.tracked().orElse(attributes);
    }
}
