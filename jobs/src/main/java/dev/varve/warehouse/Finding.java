package dev.varve.warehouse;

import dev.varve.pipeline.SomeKeys;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * What one check of a verification found.
 *
 * @param check the check
 * @param table the table that it is about
 * @param rows how many rows were compared
 * @param note what else is worth knowing; may be empty
 * @param differences by kind; none if all is right
 */
public record Finding(Check check, String table, long rows, String note, List<Difference> differences) {
    /** So many examples are enough to see what is wrong. */
    public static final int MOST_EXAMPLES = SomeKeys.MOST;

    public Finding {
        differences = List.copyOf(differences);
    }

    /** What is compared. */
    public enum Check {
        /** The manifests of the ledger with those of the lake. */
        LEDGER,
        /** What loads staged of each manifest with what the lake yields for it. */
        STAGED,
        /** The current rows of a dimension with its model over the lake's states. */
        CURRENT,
        /** All versions of a dimension of type 2 with what follows from the layers. */
        VERSIONS,
        /** The rows of a dimension of type 1 with what follows from the layers. */
        ROWS,
        /** The rows of a fact with what follows from the layers. */
        FACTS,
        /** The foreign keys of a fact with the versions that follow from the layers. */
        FOREIGN_KEYS,
        /** The lake's state of a table with the source. */
        SOURCE,
        /** Nothing, for the reason in the note. */
        LEFT_OUT
    }

    /**
     * Differences of one kind.
     *
     * @param kind such as {@code missing version}
     * @param count how many there are
     * @param examples the first few, by key
     */
    public record Difference(String kind, long count, List<Example> examples) {
        public Difference {
            examples = List.copyOf(examples);
        }

        /** The keys of the examples, among so many. */
        public SomeKeys keys() {
            return new SomeKeys(examples.stream().map(Example::key).toList(), count);
        }
    }

    /**
     * One difference.
     *
     * @param key the key of the row, a value a column
     * @param detail what is there and what is expected
     */
    public record Example(List<String> key, String detail) {
        public Example {
            key = List.copyOf(key);
        }

        /** An example of something that has a name instead of a key. */
        public Example(String name, String detail) {
            this(List.of(name), detail);
        }

        /** Reads a key that Postgres gives as an array of texts. */
        static List<String> key(Array array) throws SQLException {
            return Arrays.stream((Object[]) array.getArray())
                    .map(String::valueOf)
                    .toList();
        }

        /** The key in one text. */
        public String keyText() {
            return String.join(", ", key);
        }
    }

    /** A check that was not made, and why. */
    public static Finding leftOut(String table, String why) {
        return new Finding(Check.LEFT_OUT, table, 0, why, List.of());
    }

    /** How many differences there are in all. */
    public long problems() {
        return differences.stream().mapToLong(Difference::count).sum();
    }
}
