package dev.varve.lake;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.varve.source.Column;
import dev.varve.source.CursorValue;
import java.util.List;
import java.util.Optional;

/**
 * What one ingest did with one table.
 *
 * @param capture the capture's word
 * @param read how much was read
 * @param snapshot whether this run stored a complete copy; an unchanged one is not stored again
 * @param key the key columns
 * @param columns the schema at this read
 * @param counts rows
 * @param cursor for a cursor: its columns, and the zone of those that have none of their own
 * @param watermark for a cursor: its largest value that was ever read; of instants, at or before the read point; of numbers,
 *     since the last complete read
 */
public record TableManifest(
        String capture,
        Read read,
        boolean snapshot,
        List<String> key,
        List<Column> columns,
        Counts counts,
        Optional<String> cursor,
        Optional<CursorValue> watermark) {
    public TableManifest {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** How much of a table a read covered. */
    public enum Read {
        /** All rows, for the first time: the snapshot is the layer. */
        @JsonProperty("initial")
        INITIAL,
        /** All rows: what is missing was deleted. */
        @JsonProperty("complete")
        COMPLETE,
        /** The rows from a bound on: nothing follows from what is missing. */
        @JsonProperty("incremental")
        INCREMENTAL,
        /** Each change as the source tells it, in order: a key may have several. */
        @JsonProperty("changes")
        CHANGES;

        /** Whether all rows were read. */
        boolean isComplete() {
            return switch (this) {
                case INITIAL, COMPLETE -> true;
                case INCREMENTAL, CHANGES -> false;
            };
        }
    }

    /** Whether a key may have several changes in the layer; in any other it has one at most. */
    public boolean mayRepeatKeys() {
        return read == Read.CHANGES;
    }
}
