package dev.varve.demo.check;

import java.util.List;

/**
 * What a check found.
 *
 * @param rows compared
 * @param failures how many of them are wrong, or missing on one side
 * @param examples the first few of these, one line each
 * @param note what else is worth knowing; may be empty
 */
record CheckResult(long rows, long failures, List<String> examples, String note) {
    /** So many examples are enough to see what is wrong. */
    static final int MOST_EXAMPLES = 5;

    CheckResult {
        examples = List.copyOf(examples);
    }

    boolean ok() {
        return failures == 0;
    }
}
