package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Applies one manifest's rows to a fact, inside the load's transaction and after its dimensions (design, section 4). Each
 * foreign key is the version that was valid at the lesser of the event time and the read point less one microsecond; an
 * event in a gap takes the nearest earlier version, else the earliest. {@code least} leaves out a NULL, so that an event without
 * a time is looked up at the read point (decision 0006).
 */
final class FactLoad {
    private final Connection connection;
    private final Pipeline pipeline;
    private final Fact fact;
    private final String table;
    private final List<String> columns;
    private final List<String> stored;
    private final TemporaryTables.Of work;
    private final Undo undo;

    FactLoad(TemporaryTables.Of work, Pipeline pipeline, Fact fact, List<String> columns, Undo undo) {
        this.connection = work.connection();
        this.work = work;
        this.undo = undo;
        this.pipeline = pipeline;
        this.fact = fact;
        this.table = Names.qualified(pipeline.warehouse().schema(), fact.name());
        this.columns = columns;
        this.stored = stored(fact, columns);
    }

    /** The model's columns that the fact table must have: those that only look up a dimension stay behind. */
    static List<String> stored(Fact fact, List<String> columns) {
        return columns.stream()
                .filter(column -> fact.key().contains(column)
                        || fact.eventTime().equals(column)
                        || fact.foreignKeys().stream()
                                .noneMatch(foreignKey -> foreignKey.key().contains(column)))
                .toList();
    }

    /** The columns that tell one row of a fact from all others. */
    static List<String> identity(Fact fact) {
        List<String> identity = new ArrayList<>(fact.key());
        identity.addAll(beyondKey(fact));
        return identity;
    }

    /** Those of them that are not of its key: what tells the records of one key apart. */
    static List<String> beyondKey(Fact fact) {
        return fact.onUpdate() == Fact.OnUpdate.VERSION ? List.of(WarehouseTable.RECORDED_AT) : List.of();
    }

    LoadCounts apply(Manifest manifest, Dataset<Row> rows, LoadProgress progress) throws SQLException {
        long staged = stage(rows, sent -> progress.staging(manifest, fact.name(), sent));
        progress.applying(manifest, fact.name(), LoadProgress.Action.MATCH, staged);
        Staging.checkKeys(work, fact.name(), fact.key());
        long inferred = 0;
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            inferred += Members.addInferred(
                    work,
                    pipeline.warehouse().schema(),
                    pipeline.dimension(foreignKey.dimension()),
                    foreignKey,
                    manifest.asOf());
        }
        resolve(manifest, staged);
        long gaps = fact.foreignKeys().isEmpty()
                ? 0
                : Sql.number(connection, "SELECT coalesce(sum(varve_gaps), 0) FROM " + work.resolved());
        progress.applying(manifest, fact.name(), LoadProgress.Action.WRITE, staged);
        if (fact.onUpdate() == Fact.OnUpdate.VERSION) {
            FactRecords records = new FactRecords(work, fact, table, target(), undo);
            long inserted = records.add(manifest.asOf());
            long ended = records.end();
            progress.applying(manifest, fact.name(), LoadProgress.Action.CHECK, staged);
            records.check();
            return new LoadCounts(fact.name(), staged, 0, 0, 0, inferred, inserted, ended, 0, gaps);
        }
        long overwritten = overwrite();
        long inserted = insert(manifest.asOf());
        long sourceDeleted = markDeleted();
        long removed = remove();
        progress.applying(manifest, fact.name(), LoadProgress.Action.CHECK, staged);
        check();
        return new LoadCounts(fact.name(), staged, 0, 0, overwritten, inferred, inserted, sourceDeleted, removed, gaps);
    }

    private long stage(Dataset<Row> rows, LongConsumer progress) throws SQLException {
        List<String> typed = new ArrayList<>();
        for (String column : columns) {
            typed.add(stored.contains(column) ? "f." + Names.quote(column) : lookupType(column));
        }
        StringBuilder from = new StringBuilder(table + " f");
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            from.append(" CROSS JOIN ")
                    .append(Names.qualified(pipeline.warehouse().schema(), foreignKey.dimension()))
                    .append(" ")
                    .append(alias(foreignKey));
        }
        return Staging.fill(work, columns, typed, from.toString(), rows, progress);
    }

    private String lookupType(String column) {
        ForeignKey foreignKey = fact.foreignKeys().stream()
                .filter(candidate -> candidate.key().contains(column))
                .findFirst()
                .orElseThrow();
        Dimension dimension = pipeline.dimension(foreignKey.dimension());
        return alias(foreignKey) + "."
                + Names.quote(dimension.key().get(foreignKey.key().indexOf(column)));
    }

    private String alias(ForeignKey foreignKey) {
        return "d" + fact.foreignKeys().indexOf(foreignKey);
    }

    private void resolve(Manifest manifest, long staged) throws SQLException {
        StringBuilder select = new StringBuilder(Names.list("s", stored));
        StringBuilder lookups = new StringBuilder();
        List<String> gaps = new ArrayList<>(List.of("0"));
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            Dimension dimension = pipeline.dimension(foreignKey.dimension());
            String alias = alias(foreignKey);
            select.append(
                    ", coalesce(%s.sk, %s) AS %s".formatted(alias, Members.UNKNOWN, Names.quote(foreignKey.column())));
            gaps.add(
                    "CASE WHEN s.varve_at >= %1$s.valid_from AND s.varve_at < %1$s.valid_to OR %1$s.sk IS NULL THEN 0 ELSE 1 END"
                            .formatted(alias));
            lookups.append(lookup(dimension, foreignKey, alias));
        }
        work.tables().fill(
                work.resolved(),
                """
                SELECT %s, s.varve_effective_at, %s AS varve_gaps
                FROM (SELECT t.*, least(%s::timestamptz, ?::timestamptz) AS varve_at FROM %s t
                      WHERE varve_op = 'upsert') s %s
                """.formatted(
                        select, String.join(" + ", gaps), Names.quote(fact.eventTime()), work.stage(), lookups),
                manifest.readPoint().minusNanos(1000));
        work.tables().analyze(work.resolved(), staged);
    }

    /** The newest version that starts at or before the event, else the oldest one. */
    private String lookup(Dimension dimension, ForeignKey foreignKey, String alias) {
        return """
               LEFT JOIN LATERAL (
                   (SELECT %1$s AS sk, d.valid_from, d.valid_to FROM %2$s d
                    WHERE %3$s AND d.valid_from <= s.varve_at ORDER BY d.valid_from DESC LIMIT 1)
                   UNION ALL
                   (SELECT %1$s AS sk, d.valid_from, d.valid_to FROM %2$s d
                    WHERE %3$s AND d.valid_from > s.varve_at ORDER BY d.valid_from LIMIT 1)
                   LIMIT 1) %4$s ON true
               """.formatted(
                        Names.quote(dimension.surrogateKey()),
                        Names.qualified(pipeline.warehouse().schema(), dimension.name()),
                        Names.equal("d", dimension.key(), "s", foreignKey.key()),
                        alias);
    }

    private long overwrite() throws SQLException {
        List<String> values = new ArrayList<>(target());
        values.removeAll(fact.key());
        String same = Names.equal("f", "r", fact.key());
        if (!keepBefore("overwrite", "%s r ON %s WHERE %s".formatted(work.resolved(), same, differs()))) {
            return 0;
        }
        return Sql.update(
                connection,
                "UPDATE %s f SET %s source_deleted_at = NULL FROM %s r WHERE %s AND %s"
                        .formatted(
                                table,
                                Names.each(values, name -> Names.quote(name) + " = r." + Names.quote(name) + ", ", ""),
                                work.resolved(),
                                same,
                                differs()));
    }

    /** Whether a fact would become another one, to the last digit: its columns may be of types that cannot be compared. */
    private String differs() {
        List<String> values =
                stored.stream().filter(column -> !fact.key().contains(column)).toList();
        List<String> foreign =
                fact.foreignKeys().stream().map(ForeignKey::column).toList();
        return "(ROW(%s)::record *<> ROW(%s)::record OR %s OR f.source_deleted_at IS NOT NULL)"
                .formatted(Names.list("f", values), Names.list("r", values), Names.differ("f", "r", foreign));
    }

    /** Whether any fact may change in place. */
    private boolean keepBefore(String change, String joined) throws SQLException {
        return undo.keep(fact.name(), "f", "'" + change + "'", table + " f JOIN " + joined);
    }

    /** In the order of the key: the primary key's index grows at its end, instead of being read and written all over. */
    private long insert(String asOf) throws SQLException {
        return Sql.update(
                connection,
                """
                INSERT INTO %1$s (%2$s, loaded_as_of)
                SELECT %3$s, ? FROM %6$s r WHERE NOT EXISTS (SELECT 1 FROM %1$s f WHERE %4$s) ORDER BY %5$s
                """.formatted(
                                table,
                                Names.list(target()),
                                Names.list("r", target()),
                                Names.equal("f", "r", fact.key()),
                                Names.list("r", fact.key()),
                                work.resolved()),
                asOf);
    }

    private long markDeleted() throws SQLException {
        String marked = "s.varve_op = 'delete' AND " + Names.equal("f", "s", fact.key());
        return keepBefore("source_deleted", work.stage() + " s ON " + marked)
                ? Sql.update(
                        connection,
                        "UPDATE %s f SET source_deleted_at = s.varve_effective_at FROM %s s WHERE %s"
                                .formatted(table, work.stage(), marked))
                : 0;
    }

    private long remove() throws SQLException {
        String left = "s.varve_op = 'remove' AND " + Names.equal("f", "s", fact.key());
        return keepBefore("removed", work.stage() + " s ON " + left)
                ? Sql.update(connection, "DELETE FROM %s f USING %s s WHERE %s".formatted(table, work.stage(), left))
                : 0;
    }

    private void check() throws SQLException {
        long missing = Sql.number(connection, """
                SELECT count(*) FROM %s r
                WHERE NOT EXISTS (SELECT 1 FROM %s f WHERE %s AND f.source_deleted_at IS NULL)
                """.formatted(work.resolved(), table, Names.equal("f", "r", fact.key())));
        long left = Sql.number(connection, """
                SELECT count(*) FROM %s s JOIN %s f ON %s
                WHERE s.varve_op = 'remove' OR s.varve_op = 'delete' AND f.source_deleted_at IS NULL
                """.formatted(work.stage(), table, Names.equal("f", "s", fact.key())));
        if (missing > 0 || left > 0) {
            throw VarveException.failed("Cannot load fact " + fact.name() + ": after the load " + missing
                    + " rows of the lake are missing and " + left
                    + " are there that it deletes. The load was rolled back; look for other writers of this table.");
        }
    }

    private List<String> target() {
        List<String> target = new ArrayList<>(stored);
        fact.foreignKeys().forEach(foreignKey -> target.add(foreignKey.column()));
        return target;
    }
}
