package dev.varve.source;

import dev.varve.pipeline.VarveException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One SQL statement of a user's that is meant to read. The server refuses writes itself, as it runs the statement in a
 * read-only transaction; what such a transaction lets through is refused here: statements that end it, and those that write
 * files or send messages.
 *
 * @param text without a final semicolon
 * @param limit at most so many rows are fetched, 0 for all
 */
public record ReadOnlyStatement(String text, int limit) {
    private static final Set<String> READING =
            Set.of("select", "with", "values", "table", "show", "explain", "describe", "desc");

    /**
     * Blanks, comments and parentheses before the first word. What servers read differently is not taken for a comment, so
     * that no word is found: one that MySQL would execute, one within another (Postgres nests them), and a carriage return
     * (which ends a comment in Postgres).
     */
    private static final Pattern LEAD =
            Pattern.compile("(?s)(?:[\\s(]|(?:--|#)[^\\r\\n]*+(?:\\r?\\n|$)|/\\*(?!M?!)(?:(?!/\\*|\\*/).)*+\\*/)*+");

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern END = Pattern.compile("[\\s;]+$");

    /** A word of its own, before which MySQL takes digits: {@code 50000OUTFILE}. */
    private static final Pattern FILE = Pattern.compile("(?i)(?<![a-z_$])(?:out|dump)file(?![\\w$])");

    public ReadOnlyStatement {
        text = END.matcher(text).replaceFirst("");
        if (limit < 0) {
            throw VarveException.usage("Cannot run the statement: the limit is " + limit + ". Give 0 for all rows.");
        }
        String first = firstWord(text);
        if (first.isEmpty() && LEAD.matcher(text).replaceFirst("").isEmpty()) {
            throw VarveException.usage("Cannot run the statement: it is empty. Give a SELECT.");
        }
        if (!READING.contains(first)) {
            throw VarveException.failed("Cannot run the statement: it does not start with SELECT, WITH, VALUES, TABLE,"
                    + " SHOW, EXPLAIN or DESCRIBE. Write with another tool; this one only reads.");
        }
    }

    /**
     * Makes sure that no file is written on a MySQL server, which does so in read-only transactions too.
     *
     * @throws VarveException if the statement may do that
     */
    void refuseFiles() {
        if (FILE.matcher(text).find()) {
            throw VarveException.failed(
                    "Cannot run the statement: it names OUTFILE or DUMPFILE, which write files on the"
                            + " server. Leave that out; --format csv gives a file here.");
        }
    }

    /** How many rows to ask of the server: one more than wanted, to know whether there are more; 0 for all. */
    public int fetched() {
        return limit == 0 || limit == Integer.MAX_VALUE ? 0 : limit + 1;
    }

    private static String firstWord(String text) {
        var lead = LEAD.matcher(text);
        int start = lead.lookingAt() ? lead.end() : 0;
        var word = WORD.matcher(text).region(start, text.length());
        return word.lookingAt() ? word.group().toLowerCase(Locale.ROOT) : "";
    }
}
