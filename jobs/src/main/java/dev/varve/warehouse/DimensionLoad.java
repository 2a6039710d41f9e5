package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Applies one manifest's rows to an SCD2 dimension, inside the load's transaction (design, section 4). Each staged key gets
 * one action: open a first version or one after a gap, put a new version in place of the current one, close it, fill an
 * inferred member, overwrite untracked attributes in place, or nothing.
 */
final class DimensionLoad {
    /** Where open versions end. */
    static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final Connection connection;
    private final Dimension dimension;
    private final String table;
    private final List<String> key;
    private final List<String> attributes;
    private final TemporaryTables.Of work;
    private final Undo undo;

    DimensionLoad(TemporaryTables.Of work, String schema, Dimension dimension, List<String> columns, Undo undo) {
        this.connection = work.connection();
        this.work = work;
        this.undo = undo;
        this.dimension = dimension;
        this.table = Names.qualified(schema, dimension.name());
        this.key = dimension.key();
        this.attributes =
                columns.stream().filter(column -> !key.contains(column)).toList();
    }

    LoadCounts apply(Manifest manifest, Dataset<Row> rows, LoadProgress progress) throws SQLException {
        List<String> columns = concat(key, attributes);
        long staged = Staging.fill(
                work,
                columns,
                columns.stream().map(Names::quote).toList(),
                table,
                rows,
                sent -> progress.staging(manifest, dimension.name(), sent));
        progress.applying(manifest, dimension.name(), LoadProgress.Action.MATCH, staged);
        Staging.checkKeys(work, dimension.name(), key);
        decide(staged);
        progress.applying(manifest, dimension.name(), LoadProgress.Action.WRITE, staged);
        boolean inPlace = keepBefore();
        long closed = inPlace ? close() : 0;
        long overwritten = inPlace ? overwrite() : 0;
        long opened = open(manifest.asOf());
        progress.applying(manifest, dimension.name(), LoadProgress.Action.CHECK, staged);
        check();
        return LoadCounts.ofDimension(dimension.name(), staged, opened, closed, overwritten);
    }

    /** One action and one start a key; a start never lies before the version that it follows, or its end. */
    private void decide(long staged) throws SQLException {
        work.tables().fill(work.action(), """
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
                        work.stage()));
        work.tables().analyze(work.action(), staged);
    }

    /** Whether any version may change in place. */
    private boolean keepBefore() throws SQLException {
        return undo.keep(
                dimension.name(),
                "d",
                "CASE a.varve_action WHEN 'version' THEN 'close' ELSE a.varve_action END",
                "%s d JOIN %s a ON d.%s = a.varve_current AND a.varve_action IN ('version', 'close', 'fill', 'overwrite')"
                        .formatted(table, work.action(), Names.quote(dimension.surrogateKey())));
    }

    private long close() throws SQLException {
        return Sql.update(connection, """
                UPDATE %s d SET valid_to = a.varve_start, is_current = false, is_deleted = a.varve_action = 'close'
                FROM %s a WHERE d.%s = a.varve_current AND a.varve_action IN ('version', 'close')
                """.formatted(table, work.action(), Names.quote(dimension.surrogateKey())));
    }

    private long overwrite() throws SQLException {
        String assignments = Names.each(attributes, name -> Names.quote(name) + " = a." + Names.quote(name) + ", ", "");
        return Sql.update(connection, """
                UPDATE %s d SET %s is_inferred = false
                FROM %s a WHERE d.%s = a.varve_current AND a.varve_action IN ('fill', 'overwrite')
                """.formatted(table, assignments, work.action(), Names.quote(dimension.surrogateKey())));
    }

    private long open(String asOf) throws SQLException {
        List<String> columns = concat(key, attributes);
        return Sql.update(connection, """
                INSERT INTO %s (%s, valid_from, valid_to, is_current, is_deleted, is_inferred, valid_from_precision,
                                loaded_as_of)
                SELECT %s, varve_start, ?, true, false, false,
                       CASE WHEN varve_start = varve_effective_at THEN varve_precision ELSE 'moved' END, ?
                FROM %s WHERE varve_action IN ('open', 'version')
                """.formatted(table, Names.list(columns), Names.list(columns), work.action()), END, asOf);
    }

    /** The keys that were touched: as the manifest asks, one current version at most, none that overlaps another. */
    private void check() throws SQLException {
        long wrong = Sql.number(connection, """
                SELECT count(*) FROM %s a LEFT JOIN %s c ON %s AND c.is_current
                WHERE CASE WHEN a.varve_op = 'upsert' THEN c.%s IS NULL OR %s
                           ELSE c.%s IS NOT NULL AND NOT c.is_inferred END
                """.formatted(
                        work.action(),
                        table,
                        Names.equal("c", "a", key),
                        Names.quote(dimension.surrogateKey()),
                        Names.differ("a", "c", attributes),
                        Names.quote(dimension.surrogateKey())));
        long overlaps = Sql.number(connection, """
                SELECT count(*) FROM (
                    SELECT d.valid_to, lead(d.valid_from) OVER (PARTITION BY %s ORDER BY d.valid_from) AS next
                    FROM %s d JOIN %s a ON %s) versions
                WHERE next < valid_to
                """.formatted(Names.list("d", key), table, work.action(), Names.equal("d", "a", key)));
        if (wrong > 0 || overlaps > 0) {
            throw VarveException.failed("Cannot load dimension " + dimension.name() + ": after the load " + wrong
                    + " keys are not as the lake says and " + overlaps
                    + " versions overlap. The load was rolled back; look for other writers of this table.");
        }
    }

    private List<String> tracked() {
        return dimension.tracked().orElse(attributes);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
