package dev.varve.demo.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares two tables of texts by key: the expected rows are held, the actual ones pass by. Column 0 is the key, which must
 * not be repeated on either side.
 */
final class Difference {
    private static final String SEPARATOR = "\u001f";
    private static final String NULL = "NULL";

    private final List<String> columns;
    private final Map<String, String> expected = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long rows;
    private long failures;

    /** A comparison of rows with these columns, the key left out. */
    Difference(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    void expect(String key, List<@Nullable String> values) {
        if (expected.put(key, encode(values)) != null) {
            fail("key " + key + ": twice in the source");
        }
    }

    void meet(String key, List<@Nullable String> values) {
        rows++;
        Optional<String> wanted = Optional.ofNullable(expected.remove(key));
        String actual = encode(values);
        if (wanted.isEmpty()) {
            fail("key " + key + ": not expected, or met twice; in the warehouse " + show(actual, Optional.empty()));
        } else if (!wanted.get().equals(actual)) {
            fail("key " + key + ": expected " + show(wanted.get(), Optional.of(actual)) + ", in the warehouse "
                    + show(actual, wanted));
        }
    }

    /** The result, once all rows of both sides were told. */
    CheckResult result() {
        rows += expected.size();
        expected.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(CheckResult.MOST_EXAMPLES)
                .map(row -> "key " + row.getKey() + ": missing in the warehouse; expected "
                        + show(row.getValue(), Optional.empty()))
                .forEach(this::fail);
        failures += Math.max(0, expected.size() - CheckResult.MOST_EXAMPLES);
        return new CheckResult(rows, failures, examples, "");
    }

    private void fail(String example) {
        failures++;
        if (examples.size() < CheckResult.MOST_EXAMPLES) {
            examples.add(example);
        }
    }

    /** The columns that differ from another row, or all. */
    private String show(String row, Optional<String> other) {
        String[] values = row.split(SEPARATOR, -1);
        String[] others = other.map(text -> text.split(SEPARATOR, -1)).orElse(new String[0]);
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (others.length == 0 || !Objects.equals(values[i], others[i])) {
                shown.add(columns.get(i) + " " + values[i]);
            }
        }
        return String.join(", ", shown);
    }

    private static String encode(List<@Nullable String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            text.append(i == 0 ? "" : SEPARATOR).append(value == null ? NULL : "'" + value + "'");
        }
        return text.toString();
    }
}
