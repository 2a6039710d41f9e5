package dev.varve.sandbox.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row as text by column, of the source or of a model.
 *
 * @param values a NULL is empty
 */
public record TextRow(SortedMap<String, Optional<String>> values) {
    /** What stands between the parts of a key or the values of a line. */
    private static final String BETWEEN = " | ";

    /** A row of one column. */
    public static TextRow of(String column, String value) {
        return new TextRow(new TreeMap<>()).with(column, value);
    }

    /** The row with another value in a column, or with a column more. */
    public TextRow with(String column, Optional<String> value) {
        SortedMap<String, Optional<String>> changed = new TreeMap<>(values);
        changed.put(column, value);
        return new TextRow(changed);
    }

    /** As {@link #with(String, Optional)} for a value that is there. */
    public TextRow with(String column, String value) {
        return with(column, Optional.of(value));
    }

    /** The value of a column that the row must have. */
    public Optional<String> get(String column) {
        return Objects.requireNonNull(values.get(column), column);
    }

    /** Some of the row's columns. */
    public TextRow select(List<String> columns) {
        SortedMap<String, Optional<String>> some = new TreeMap<>();
        columns.forEach(column -> some.put(column, get(column)));
        return new TextRow(some);
    }

    /** The columns of a key as one text; empty if one of them is NULL. */
    Optional<String> key(List<String> columns) {
        return columns.stream().allMatch(column -> get(column).isPresent())
                ? Optional.of(line(columns))
                : Optional.empty();
    }

    /** The values of columns as one text. */
    String line(List<String> columns) {
        return join(columns.stream().map(column -> text(get(column))).toList());
    }

    /** Values as a query of the warehouse prints them. */
    static String join(List<String> values) {
        return String.join(BETWEEN, values);
    }

    static String join(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return join(all);
    }

    static String text(Optional<String> value) {
        return value.orElse("null");
    }
}
