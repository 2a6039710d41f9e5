package dev.varve.source;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where an incremental read starts: rows whose cursor is at or after a value, and those whose cursor is NULL.
 *
 * @param cursor the columns of which the first that is not NULL is the cursor: whole numbers, instants, or zone-less times
 * @param from the value, inclusive
 * @param zone how a zone-less time is to be read
 */
public record LowerBound(List<Column> cursor, CursorValue from, ZoneId zone) {
    public LowerBound {
        cursor = List.copyOf(cursor);
    }

    /** Such as {@code from updated_at, created_at 2026-03-01T09:00:00Z}, for people. */
    public String words() {
        return "from " + cursor.stream().map(Column::name).collect(Collectors.joining(", ")) + " " + from;
    }

    /** As an SQL condition with a parameter for each column; comparing column by column, it can use their indexes. */
    String condition(UnaryOperator<String> quote) {
        String condition = "";
        for (int i = cursor.size() - 1; i >= 0; i--) {
            String column = quote.apply(cursor.get(i).name());
            String otherwise = condition.isEmpty() ? "" : " AND (" + condition + ")";
            condition = column + " >= ? OR (" + column + " IS NULL" + otherwise + ")";
        }
        return condition;
    }

    /**
     * What is bound to the parameters.
     *
     * @param instant how the source's driver takes an instant
     */
    List<Object> values(Function<Instant, Object> instant) {
        return cursor.stream().map(column -> value(column, instant)).toList();
    }

    /** A decimal would keep Postgres from using an index of integers. */
    private static long whole(BigInteger number) {
        return number.max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    private Object value(Column column, Function<Instant, Object> instant) {
        if (from instanceof CursorValue.WholeNumber number) {
            return column.lakeType().startsWith("decimal") ? number.bound() : whole(number.number());
        }
        CursorValue.At start = (CursorValue.At) from;
        return column.holdsLocalTimes()
                ? LocalDateTime.ofInstant(start.instant(), zone)
                : instant.apply(start.instant());
    }
}
