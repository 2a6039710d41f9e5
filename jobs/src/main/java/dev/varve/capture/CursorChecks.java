package dev.varve.capture;

import dev.varve.pipeline.Capture;
import dev.varve.pipeline.Overlap;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Column;
import dev.varve.source.TableSchema;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Whether the columns of a table can be the cursor that the pipeline file makes of them. */
record CursorChecks(Table table, Capture.Cursor cursor, Optional<Column> changed, Optional<Column> created) {
    private static final Duration DEFAULT_OVERLAP = Duration.ofHours(1);
    private static final long DEFAULT_NUMBERS = 1_000;

    static CursorChecks of(Table table, Capture.Cursor cursor, TableSchema schema) {
        return new CursorChecks(
                table,
                cursor,
                cursor.column().map(schema::column),
                cursor.createdAt().map(schema::column));
    }

    CursorRule rule() {
        created.ifPresent(
                column -> checkTimestamp(column, "created_at", "only timestamps tell when a row was inserted"));
        Optional<Column> number = changed.filter(Column::holdsWholeNumbers);
        if (number.isPresent()) {
            return new NumberCursor(number.get(), created, zone(), numbers(number.get()));
        }
        changed.ifPresent(column -> checkTimestamp(
                column, "a cursor", "only timestamps and whole numbers can be cursors. Use capture: snapshot_diff"));
        Duration overlap = time(changed.or(() -> created).orElseThrow());
        checkOverlap(overlap);
        return new InstantCursor(changed, created, zone(), overlap);
    }

    private ZoneId zone() {
        return cursor.zone().orElse(ZoneOffset.UTC);
    }

    private long numbers(Column number) {
        if (cursor.overlap().isEmpty()) {
            return DEFAULT_NUMBERS;
        }
        if (cursor.overlap().get() instanceof Overlap.Numbers numbers) {
            return numbers.count();
        }
        throw unusable(
                number,
                "a cursor",
                "it is of type " + number.sourceType()
                        + ", and the overlap is a duration. Declare how many numbers it covers, such as overlap: 1000");
    }

    private Duration time(Column column) {
        if (cursor.overlap().isEmpty()) {
            return DEFAULT_OVERLAP;
        }
        if (cursor.overlap().get() instanceof Overlap.Time time) {
            return time.duration();
        }
        throw unusable(
                column,
                "a cursor",
                "it is of type " + column.sourceType()
                        + ", and the overlap is a number. Declare a duration, such as overlap: 1h");
    }

    private void checkTimestamp(Column column, String role, String rule) {
        if (!column.holdsLocalTimes() && !column.holdsInstants()) {
            throw unusable(column, role, "it is of type " + column.sourceType() + ", and " + rule);
        }
        if (column.holdsLocalTimes() && cursor.zone().isEmpty()) {
            throw unusable(
                    column,
                    role,
                    column.sourceType()
                            + " has no zone. Declare the zone that the source writes it in, such as zone: UTC");
        }
    }

    private void checkOverlap(Duration overlap) {
        cursor.zone()
                .map(Clocks::largestBackwardJump)
                .filter(jump -> jump.compareTo(overlap) > 0)
                .ifPresent(jump -> {
                    throw unusable(
                            changed.or(() -> created).orElseThrow(),
                            "a cursor",
                            "the clocks of " + zone()
                                    + " go back by " + jump.toMinutes() + " minutes and the overlap is "
                                    + overlap.toMinutes() + ". Declare an overlap of at least " + jump.toMinutes()
                                    + "m");
                });
    }

    private VarveException unusable(Column column, String role, String reason) {
        return VarveException.usage(
                "Cannot use " + table.name() + "." + column.name() + " as " + role + ": " + reason + ".");
    }
}
