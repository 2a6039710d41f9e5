package dev.varve.capture;

import dev.varve.lake.TableManifest;
import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Table;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import dev.varve.source.TableSchema;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;

/** The cursor of a table at one read: how it orders the rows, and what it says of when they changed. */
sealed interface CursorRule permits InstantCursor, NumberCursor {
    /**
     * The rule of a table's cursor.
     *
     * @throws dev.varve.pipeline.VarveException (usage) if its columns cannot be used as the pipeline file says
     */
    static CursorRule of(Table table, Capture.Cursor cursor, TableSchema schema) {
        return CursorChecks.of(table, cursor, schema).rule();
    }

    /** What the watermark of a table belongs to: the cursor's columns and their declared zone. */
    static String identity(Capture.Cursor cursor) {
        return String.join(", ", cursor.columns())
                + cursor.zone().map(zone -> " " + zone.getId()).orElse("");
    }

    /** Where a read starts that finds what is new since a watermark; empty if that is none of this cursor. */
    Optional<LowerBound> after(CursorValue watermark);

    /** Whether a watermark outlives a read that found none, or a lower one. */
    boolean keepsWatermark(TableManifest.Read read);

    /** The newest value of these rows that may be a watermark, as an aggregate. */
    Column newest(Column row, Instant readPoint);

    /** That value. */
    CursorValue watermark(Object newest);

    /** What orders a row, as {@link CursorValue#bound} has it; or NULL. */
    Column value(Column row);

    /** When a row says that it changed last, as an instant; NULL if it does not. */
    Column changedAt(Column row);

    /** When a row says that it was inserted, as an instant; NULL if it does not. */
    Column createdAt(Column row);
}
