package dev.varve.capture;

import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a table's columns differ from those of its last read. */
final class Drift {
    private Drift() {}

    /**
     * Makes sure that the lake sees the same columns. A server may spell the same type differently after an upgrade.
     *
     * @throws VarveException (refused) that tells each difference
     */
    static void check(Table table, List<Column> before, List<Column> now) {
        if (!lakeColumns(before).equals(lakeColumns(now))) {
            throw VarveException.refused("Cannot ingest table " + table.name() + ": its columns changed: "
                    + String.join(", ", differences(before, now))
                    + ". Following a changed schema is not possible yet: restore the columns, or the account's right to"
                    + " see them. Nothing was read.");
        }
    }

    private static List<String> differences(List<Column> before, List<Column> now) {
        Map<String, Column> old = byName(before);
        Map<String, Column> young = byName(now);
        List<String> differences = new ArrayList<>();
        before.stream()
                .filter(column -> !young.containsKey(column.name()))
                .forEach(column -> differences.add(column.name() + " " + column.sourceType() + " is gone"));
        for (Column column : now) {
            Column was = old.get(column.name());
            if (was == null) {
                differences.add(column.name() + " " + column.sourceType() + " is new");
            } else if (!was.lakeType().equals(column.lakeType())) {
                differences.add(column.name() + " was " + was.sourceType() + " and is " + column.sourceType());
            }
        }
        return differences.isEmpty() ? List.of("they stand in another order") : differences;
    }

    private static Map<String, Column> byName(List<Column> columns) {
        return columns.stream().collect(Collectors.toMap(Column::name, Function.identity()));
    }

    private static List<String> lakeColumns(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + " " + column.lakeType())
                .toList();
    }
}
