package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Applies one manifest's rows to a fact, inside the load's transaction and after its dimensions (design, section 4). */
final class FactLoad {
    private final Connection connection;
    private final Staging staging;
    private final Fact fact;
    private final String table;
    private final TypedColumns columns;
    private final List<String> stored;
    private final ForeignKeyLookup lookup;
    private final Undo undo;

    FactLoad(Staging staging, Pipeline pipeline, Fact fact, List<String> columns, Undo undo) {
        this.connection = staging.connection();
        this.staging = staging;
        this.undo = undo;
        this.fact = fact;
        this.table = Names.qualified(pipeline.warehouse().schema(), fact.name());
        this.columns = TypedColumns.of(pipeline, fact, columns);
        this.stored = stored(fact, columns);
        this.lookup = new ForeignKeyLookup(staging, pipeline, fact, stored);
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
        return staging.fill(columns, rows, sent -> progress.staging(manifest, fact.name(), sent))
                .apply(staged -> apply(manifest, staged, progress));
    }

    private LoadCounts apply(Manifest manifest, long staged, LoadProgress progress) throws SQLException {
        progress.applying(manifest, fact.name(), LoadProgress.Action.MATCH, staged);
        staging.checkKeys();
        long inferred = lookup.infer(manifest.asOf());
        lookup.resolve(manifest, staged);
        long gaps = lookup.gaps();
        progress.applying(manifest, fact.name(), LoadProgress.Action.WRITE, staged);
        if (fact.onUpdate() == Fact.OnUpdate.VERSION) {
            FactRecords records = new FactRecords(staging, fact, table, target(), undo);
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

    private long overwrite() throws SQLException {
        List<String> values = new ArrayList<>(target());
        values.removeAll(fact.key());
        String same = Names.equal("f", "r", fact.key());
        if (!keepBefore("overwrite", "%s r ON %s WHERE %s".formatted(staging.resolved(), same, differs()))) {
            return 0;
        }
        return Sql.update(
                connection,
                "UPDATE %s f SET %s source_deleted_at = NULL FROM %s r WHERE %s AND %s"
                        .formatted(
                                table,
                                Names.each(values, name -> Names.quote(name) + " = r." + Names.quote(name) + ", ", ""),
                                staging.resolved(),
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
                                staging.resolved()),
                asOf);
    }

    private long markDeleted() throws SQLException {
        String marked = "s.varve_op = 'delete' AND " + Names.equal("f", "s", fact.key());
        return keepBefore("source_deleted", staging.stage() + " s ON " + marked)
                ? Sql.update(
                        connection,
                        "UPDATE %s f SET source_deleted_at = s.varve_effective_at FROM %s s WHERE %s"
                                .formatted(table, staging.stage(), marked))
                : 0;
    }

    private long remove() throws SQLException {
        String left = "s.varve_op = 'remove' AND " + Names.equal("f", "s", fact.key());
        return keepBefore("removed", staging.stage() + " s ON " + left)
                ? Sql.update(connection, "DELETE FROM %s f USING %s s WHERE %s".formatted(table, staging.stage(), left))
                : 0;
    }

    private void check() throws SQLException {
        staging.checkNone("row of the lake is missing", "rows of the lake are missing", "r", """
                %s r WHERE NOT EXISTS (SELECT 1 FROM %s f WHERE %s AND f.source_deleted_at IS NULL)
                """.formatted(
                        staging.resolved(), table, Names.equal("f", "r", fact.key())));
        staging.checkNone("row is there that it deletes", "rows are there that it deletes", "s", """
                %s s JOIN %s f ON %s
                WHERE s.varve_op = 'remove' OR s.varve_op = 'delete' AND f.source_deleted_at IS NULL
                """.formatted(
                        staging.stage(), table, Names.equal("f", "s", fact.key())));
    }

    private List<String> target() {
        List<String> target = new ArrayList<>(stored);
        fact.foreignKeys().forEach(foreignKey -> target.add(foreignKey.column()));
        return target;
    }
}
