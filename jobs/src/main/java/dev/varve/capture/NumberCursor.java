package dev.varve.capture;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.varve.lake.TableManifest;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * A cursor of whole numbers that grow from insert to insert. It tells of no update, and of no time.
 *
 * @param number the column
 * @param created that of the time of the insert
 * @param zone in which that is written, if it has none of its own
 * @param overlap how many numbers below the watermark a read starts
 */
record NumberCursor(
        dev.varve.source.Column number, Optional<dev.varve.source.Column> created, ZoneId zone, long overlap)
        implements CursorRule {
    private static final String ANY_NUMBER = "decimal(38,0)";

    @Override
    public Optional<LowerBound> after(CursorValue watermark) {
        return watermark instanceof CursorValue.WholeNumber mark
                ? Optional.of(new LowerBound(
                        List.of(number),
                        new CursorValue.WholeNumber(mark.number().subtract(BigInteger.valueOf(overlap))),
                        zone))
                : Optional.empty();
    }

    /** Numbers begin anew after a TRUNCATE or a mistyped one: a complete read says where they are now. */
    @Override
    public boolean keepsWatermark(TableManifest.Read read) {
        return read == TableManifest.Read.INCREMENTAL;
    }

    @Override
    public Column newest(Column row, Instant readPoint) {
        return max(value(row));
    }

    @Override
    public CursorValue watermark(Object newest) {
        return new CursorValue.WholeNumber(((BigDecimal) newest).toBigIntegerExact());
    }

    @Override
    public Column value(Column row) {
        return row.getField(number.name()).cast(ANY_NUMBER);
    }

    @Override
    public Column changedAt(Column row) {
        return lit(null).cast("timestamp");
    }

    @Override
    public Column createdAt(Column row) {
        return InstantCursor.instant(created, row, zone);
    }
}
