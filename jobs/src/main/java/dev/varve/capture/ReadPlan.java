package dev.varve.capture;

import dev.varve.lake.History;
import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Schedule;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import dev.varve.source.TableSchema;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What to read of one table in one ingest, decided from the lake alone.
 *
 * @param table the table
 * @param schema its columns at this read
 * @param read how much
 * @param bound where an incremental read starts
 * @param watermark the watermark before this read, for a cursor that has one
 */
public record ReadPlan(
        Table table,
        TableSchema schema,
        TableManifest.Read read,
        Optional<LowerBound> bound,
        Optional<CursorValue> watermark) {

    /**
     * Plans the read of a table.
     *
     * @throws VarveException (usage) if a key or cursor column does not exist, or a cursor or the rows of a bag cannot be
     *     used as such, (refused) if the table's columns differ from those of its last read
     */
    public static ReadPlan of(Table table, TableSchema schema, History history, Instant readPoint, Schedule schedule) {
        Optional<TableManifest> last = history.lastOf(table.name());
        last.ifPresent(before -> Drift.check(table, before.columns(), schema.columns()));
        if (table.capture() instanceof Capture.Append) {
            Bag.check(schema);
        } else {
            table.key().forEach(schema::column);
        }
        Optional<CursorRule> rule = rule(table, schema);
        if (last.isEmpty()) {
            return new ReadPlan(table, schema, TableManifest.Read.INITIAL, Optional.empty(), Optional.empty());
        }
        checkKey(table, last.get());
        // A watermark says nothing about another column, or the same one read in another zone.
        Optional<CursorValue> watermark = last.get()
                .watermark()
                .filter(mark -> last.get().cursor().equals(identity(table))
                        && rule.flatMap(found -> found.after(mark)).isPresent());
        Optional<LowerBound> bound = table.capture() instanceof Capture.Cursor cursor
                        && !reconcileIsDue(table, cursor, history, readPoint, schedule)
                ? watermark.flatMap(mark -> rule.flatMap(found -> found.after(mark)))
                : Optional.empty();
        TableManifest.Read read = bound.isPresent() ? TableManifest.Read.INCREMENTAL : TableManifest.Read.COMPLETE;
        return new ReadPlan(table, schema, read, bound, watermark);
    }

    /** The type of the rows as the lake keeps them and models see them; every column may be NULL. */
    public StructType rowType() {
        return isBag() ? Bag.struct(schema) : schema.struct();
    }

    /** Whether the table has no key, so that how often a row occurs is all there is to compare. */
    boolean isBag() {
        return table.capture() instanceof Capture.Append;
    }

    /** The same read of all rows, whatever the capture would have read: what is missing then was deleted. */
    public ReadPlan complete() {
        return read == TableManifest.Read.INCREMENTAL
                ? new ReadPlan(table, schema, TableManifest.Read.COMPLETE, Optional.empty(), watermark)
                : this;
    }

    /** What a table's watermark belongs to; a table without a cursor has none. */
    static Optional<String> identity(Table table) {
        return table.capture() instanceof Capture.Cursor cursor
                ? Optional.of(CursorRule.identity(cursor))
                : Optional.empty();
    }

    /** How the cursor of the table is read, if it has one. */
    Optional<CursorRule> cursor() {
        return rule(table, schema);
    }

    private static Optional<CursorRule> rule(Table table, TableSchema schema) {
        return table.capture() instanceof Capture.Cursor cursor
                ? Optional.of(CursorRule.of(table, cursor, schema))
                : Optional.empty();
    }

    private static boolean reconcileIsDue(
            Table table, Capture.Cursor cursor, History history, Instant readPoint, Schedule schedule) {
        Manifest complete = history.newestCompleteRead(table.name()).orElseThrow();
        return cursor.reconcile().due(schedule.localDay(complete.readPoint()), schedule.localDay(readPoint));
    }

    private static void checkKey(Table table, TableManifest last) {
        if (!table.key().equals(last.key())) {
            throw VarveException.refused("Cannot ingest table " + table.name() + ": its key changed from " + last.key()
                    + " to " + table.key() + ". Restore the key, or start a new pipeline.");
        }
    }
}
