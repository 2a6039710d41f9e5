package dev.varve.capture;

import static org.apache.spark.sql.functions.col;

import dev.varve.lake.LakeRow;
import dev.varve.pipeline.SomeKeys;
import dev.varve.pipeline.Table;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Fetches the keys that a message names. */
final class FirstKeys {
    private FirstKeys() {}

    /**
     * The first keys, in their order.
     *
     * @param rows with {@code key}
     * @param all how many there are
     */
    static SomeKeys of(Dataset<Row> rows, Table table, long all) {
        List<List<String>> first = rows
                .select(col(LakeRow.KEY + ".*"))
                .orderBy(LakeRow.quoted(table.key()))
                .limit(SomeKeys.MOST)
                .collectAsList()
                .stream()
                .map(FirstKeys::texts)
                .toList();
        return new SomeKeys(first, all);
    }

    private static List<String> texts(Row key) {
        return IntStream.range(0, key.size())
                .mapToObj(column -> text(key.get(column)))
                .toList();
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? HexFormat.of().withUpperCase().formatHex(bytes)
                : Objects.toString(value, "NULL");
    }
}
