package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import java.sql.SQLException;
import java.util.List;

/**
 * Changes the rows of a dimension of type 1 (design, section 4). Each staged key gets one action: insert its row, write it over,
 * fill an inferred member, mark the row as deleted, clear the mark, or nothing.
 */
final class DimensionRows implements DimensionChanges {
    private final Staging staging;
    private final DimensionTable table;
    private final Dimension dimension;
    private final List<String> columns;
    private final List<String> attributes;
    private final Undo undo;

    DimensionRows(Staging staging, DimensionTable table, List<String> columns, Undo undo) {
        this.staging = staging;
        this.table = table;
        this.dimension = table.dimension();
        this.columns = List.copyOf(columns);
        this.attributes = columns.stream()
                .filter(column -> !dimension.key().contains(column))
                .toList();
        this.undo = undo;
    }

    /** One action a key; an inferred member has nothing that could be deleted. */
    @Override
    public void decide(long staged) throws SQLException {
        staging.derive(staging.action(), staged, """
                SELECT s.*, c.%1$s AS varve_current,
                       CASE WHEN s.varve_op = 'delete'
                            THEN CASE WHEN c.%1$s IS NULL OR c.is_inferred OR c.is_deleted THEN 'none' ELSE 'close' END
                            WHEN c.%1$s IS NULL THEN 'open'
                            WHEN c.is_inferred THEN 'fill'
                            WHEN c.is_deleted THEN 'return'
                            WHEN %2$s THEN 'overwrite'
                            ELSE 'none' END AS varve_action
                FROM %3$s s LEFT JOIN %4$s c ON %5$s
                """.formatted(
                        Names.quote(dimension.surrogateKey()),
                        Names.differ("s", "c", attributes),
                        staging.stage(),
                        table.name(),
                        Names.equal("c", "s", dimension.key())));
    }

    @Override
    public LoadCounts write(String asOf, long staged) throws SQLException {
        boolean inPlace = keepBefore();
        long marked = inPlace ? mark() : 0;
        long returned = inPlace ? overwrite("= 'return'") : 0;
        long overwritten = inPlace ? overwrite("IN ('fill', 'overwrite')") : 0;
        long inserted = insert(asOf);
        return LoadCounts.ofDimension(dimension.name(), staged, inserted + returned, marked, overwritten);
    }

    /** Whether any row may change in place. */
    private boolean keepBefore() throws SQLException {
        return undo.keep(
                dimension.name(),
                "d",
                "a.varve_action",
                "%s d JOIN %s a ON %s".formatted(table.name(), staging.action(), where("<> 'none'")));
    }

    private long mark() throws SQLException {
        return Sql.update(
                staging.connection(),
                "UPDATE %s d SET is_deleted = true FROM %s a WHERE %s"
                        .formatted(table.name(), staging.action(), where("= 'close'")));
    }

    private long overwrite(String actions) throws SQLException {
        String assignments = Names.each(attributes, name -> Names.quote(name) + " = a." + Names.quote(name) + ", ", "");
        return Sql.update(
                staging.connection(),
                "UPDATE %s d SET %s is_deleted = false, is_inferred = false FROM %s a WHERE %s"
                        .formatted(table.name(), assignments, staging.action(), where(actions)));
    }

    /** Which rows {@code d} of the table are changed by which of the actions {@code a}. */
    private String where(String actions) {
        return "d.%s = a.varve_current AND a.varve_action %s".formatted(Names.quote(dimension.surrogateKey()), actions);
    }

    private long insert(String asOf) throws SQLException {
        String names = Names.list(columns);
        return Sql.update(staging.connection(), """
                INSERT INTO %1$s (%2$s, is_deleted, is_inferred, loaded_as_of)
                SELECT %2$s, false, false, ? FROM %3$s WHERE varve_action = 'open'
                """.formatted(table.name(), names, staging.action()), asOf);
    }

    /** The keys that were touched: as the manifest asks, in one row. */
    @Override
    public void check() throws SQLException {
        String touched = "%s a LEFT JOIN %s c ON %s"
                .formatted(staging.action(), table.name(), Names.equal("c", "a", dimension.key()));
        staging.checkNone("key is not as the lake says", "keys are not as the lake says", "a", """
                %s WHERE CASE WHEN a.varve_op = 'upsert' THEN c.%s IS NULL OR c.is_deleted OR c.is_inferred OR %s
                              ELSE c.%2$s IS NOT NULL AND NOT c.is_deleted AND NOT c.is_inferred END
                """.formatted(
                        touched, Names.quote(dimension.surrogateKey()), Names.differ("a", "c", attributes)));
        staging.checkNone(
                "key has several rows",
                "keys have several rows",
                "v",
                "(SELECT %1$s FROM %2$s GROUP BY %1$s HAVING count(*) > 1) v"
                        .formatted(Names.list("a", dimension.key()), touched));
    }
}
