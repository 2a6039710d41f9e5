package dev.varve.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The keys of rows that a message is about: the first few, and how many there are.
 *
 * @param first at most {@link #MOST}, a text for each column of each
 * @param all how many keys there are, these among them
 */
public record SomeKeys(List<List<String>> first, long all) {
    /** So many are enough to see what is wrong. */
    public static final int MOST = 5;

    public SomeKeys {
        first = first.stream().limit(MOST).map(List::copyOf).toList();
    }

    /** Numbers as keys, as those of manifests. */
    public static SomeKeys numbers(Collection<Integer> numbers) {
        return new SomeKeys(
                numbers.stream()
                        .limit(MOST)
                        .map(number -> List.of(String.valueOf(number)))
                        .toList(),
                numbers.size());
    }

    /** {@code 1, 2, 3, 4, 5 and 1,995 more}; a key of several columns is {@code (A, 1)}. */
    public String text() {
        String keys = first.stream().map(SomeKeys::text).collect(Collectors.joining(", "));
        long more = all - first.size();
        return more > 0 ? String.format(Locale.ROOT, "%s and %,d more", keys, more) : keys;
    }

    private static String text(List<String> key) {
        return key.size() == 1 ? key.get(0) : "(" + String.join(", ", key) + ")";
    }
}
