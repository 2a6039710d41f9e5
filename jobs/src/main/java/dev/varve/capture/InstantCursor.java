package dev.varve.capture;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.when;

import dev.varve.lake.TableManifest;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * A cursor of instants: that of the last change, and where that is NULL or not kept, that of the insert.
 *
 * @param changed the column of the last change
 * @param created the column of the insert; there is one of the two at least
 * @param zone in which a zone-less one is written
 */
record InstantCursor(
        Optional<dev.varve.source.Column> changed,
        Optional<dev.varve.source.Column> created,
        ZoneId zone,
        Duration overlap)
        implements CursorRule {
    @Override
    public Optional<LowerBound> after(CursorValue watermark) {
        List<dev.varve.source.Column> columns =
                Stream.of(changed, created).flatMap(Optional::stream).toList();
        if (!(watermark instanceof CursorValue.At mark)) {
            return Optional.empty();
        }
        Instant from = mark.instant().minus(overlap);
        // One of two columns may tell whole seconds where the other tells parts.
        Instant start = columns.size() > 1 ? from.truncatedTo(ChronoUnit.SECONDS) : from;
        return Optional.of(new LowerBound(columns, new CursorValue.At(start), zone));
    }

    /** Time goes on, whatever was deleted. */
    @Override
    public boolean keepsWatermark(TableManifest.Read read) {
        return true;
    }

    /** What lies after the read point comes of a clock that is ahead: others may yet be written before it. */
    @Override
    public Column newest(Column row, Instant readPoint) {
        Column value = value(row);
        return max(when(value.leq(lit(readPoint)), value));
    }

    @Override
    public CursorValue watermark(Object newest) {
        return new CursorValue.At((Instant) newest);
    }

    @Override
    public Column value(Column row) {
        return coalesce(changedAt(row), createdAt(row));
    }

    @Override
    public Column changedAt(Column row) {
        return instant(changed, row, zone);
    }

    @Override
    public Column createdAt(Column row) {
        return instant(created, row, zone);
    }

    /** A column's instant; NULL if there is no such column. */
    static Column instant(Optional<dev.varve.source.Column> column, Column row, ZoneId zone) {
        return column.map(found -> {
                    Column value = row.getField(found.name());
                    return found.holdsLocalTimes() ? to_utc_timestamp(value.cast("timestamp"), zone.getId()) : value;
                })
                .orElse(lit(null).cast("timestamp"));
    }
}
