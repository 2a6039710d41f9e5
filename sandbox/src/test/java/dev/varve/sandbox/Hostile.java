package dev.varve.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pipeline whose schema, tables, columns, dimensions and facts are named as badly as both servers allow. Its file and its
 * migrations are generated, so that every name is written in one place.
 */
final class Hostile {
    static final String SCHEMA = "sch \"e\" ma; $$ $1 \\ ' ☃ .%s";
    static final String MEMBERS = "mem`bers \"t\" 'it' $$ $1 %s; \\ .. , () [] {d} ? -- /*x*/\n\té☃";
    static final String EVENTS = "..";
    static final String DIMENSION = "dim \"x\" 'y'; \\ . ? %s $$ 😀 \u202e";
    static final String COMPARED = "new\nline\ttab";
    static final String FACT = "select `f` {fn now()} = [] ,";
    static final String SURROGATE = "s\"k; ?";
    static final String KEY = "k \"e\" y`s, ?";
    static final String EVENT_KEY = "№ {d '1'} ?";
    static final String CURSOR = "at. `c` \"u\" r; ? $1 %s";
    static final String FOREIGN_KEY = "fk \"?\" $$";
    static final String BYTES = "by\\tes";
    static final String LONG_TEXT = "long; text";
    /** A name of MySQL's 64 characters, one more than Postgres has bytes for; the model gives it another. */
    static final String TOO_LONG = "m".repeat(64);

    /** Text columns that keep their names from the source to the warehouse. */
    static final List<String> TEXTS = List.of(
            "a b",
            "\"q\"",
            "back`tick``s",
            "it's",
            "semi;colon",
            "$$ $1 $",
            "100%s %n %1$s",
            "back\\slash\\",
            "dot.ted..name",
            "[br] {d '1'} (p) =, {fn x}",
            "new\nline",
            "tab\tbed",
            "carriage\rreturn",
            "☃ שלום e\u0301",
            "\u202eevil",
            " leading",
            "? ?? :x @y",
            "-- c /*x*/ #",
            "select",
            "null",
            "run_id",
            "key",
            "row",
            "hash",
            "op",
            "new",
            "old",
            "position",
            "day",
            "precision",
            "effective_at",
            "manifest",
            "_metadata",
            "_change_type",
            "n".repeat(63));

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "\\N",
            "\\.",
            "a\tb\nc\rd\\e",
            "'; DROP TABLE x; --",
            "\"q\" `b`",
            "$$ $1 %s ?",
            "\u202eשלום",
            "e\u0301 and é",
            "😀👨‍👩‍👧",
            "trailing ",
            "NULL",
            "\\x41 \\\\ \\",
            "\u0001\u001f\u007f\u0085\u2028",
            "\ufeff{\"a\":1}",
            "İıßſ");

    /** Keys that only an exact comparison tells apart. */
    static final List<String> KEYS =
            List.of("", " ", "A", "a", "a ", " a", "é", "e\u0301", "😀", "😁", "\\N", "\\.", "x\ty\nz", "'\"`;$$%s");

    private Hostile() {}

    /** Creates both source tables, empty. */
    static List<String> tables() {
        String texts = TEXTS.stream()
                .map(name -> quoted(name) + " VARCHAR(100) CHARACTER SET utf8mb4, ")
                .collect(Collectors.joining());
        return List.of(
                "CREATE TABLE %s (%s VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PRIMARY KEY, %s %s INT, %s"
                                .formatted(quoted(MEMBERS), quoted(KEY), texts, quoted(TOO_LONG), quoted(BYTES))
                        + " BLOB, " + quoted(LONG_TEXT) + " LONGTEXT CHARACTER SET utf8mb4)",
                "CREATE TABLE " + quoted(EVENTS) + " (" + quoted(EVENT_KEY) + " INT PRIMARY KEY, " + quoted(KEY)
                        + " VARCHAR(20) CHARACTER SET utf8mb4, " + quoted(CURSOR) + " TIMESTAMP(6) NULL)");
    }

    /** The value of a text column of a row on a day; every row has another one on each day. */
    static String value(int row, int column, int day) {
        return VALUES.get((row + 3 * column + 5 * day) % VALUES.size());
    }

    /** The pipeline file, written beside its migrations. */
    static Path write(Path folder) {
        try {
            Path migrations = Files.createDirectories(folder.resolve("migrations"));
            Files.writeString(migrations.resolve("V1__hostile.sql"), migration());
            return Files.writeString(folder.resolve("hostile.yaml"), yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    static String doubleQuoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String warehouseTable(String name) {
        return doubleQuoted(SCHEMA) + "." + doubleQuoted(name);
    }

    private static String yaml() {
        List<String> columns = new ArrayList<>(List.of(KEY));
        columns.addAll(TEXTS);
        columns.addAll(List.of(BYTES, LONG_TEXT));
        String model = "SELECT " + list(columns, Hostile::quoted) + ", " + quoted(TOO_LONG) + " AS `short` FROM "
                + quoted(MEMBERS);
        String compared = "SELECT m." + quoted(KEY) + ", count(e." + quoted(EVENT_KEY) + ") AS " + quoted("n. `of` it")
                + " FROM " + quoted(MEMBERS) + " m LEFT JOIN " + quoted(EVENTS) + " e ON e." + quoted(KEY) + " = m."
                + quoted(KEY) + " GROUP BY m." + quoted(KEY);
        String fact = "SELECT " + list(List.of(EVENT_KEY, KEY, CURSOR), Hostile::quoted) + " FROM " + quoted(EVENTS);
        String head = resource()
                .replace("pipeline: shop", "pipeline: hostile")
                .replace("schema: shop", "schema: " + text(SCHEMA));
        return head.substring(0, head.indexOf("tables:"))
                + """
                tables:
                  %s: { key: %s, capture: snapshot_diff }
                  %s: { key: %s, capture: cursor, cursor: %s, reconcile: weekly }
                dimensions:
                  %s: { from: %s, key: %s, surrogate_key: %s, model: %s }
                  %s: { key: %s, surrogate_key: %s, model: %s }
                facts:
                  %s:
                    from: %s
                    key: %s
                    event_time: %s
                    foreign_keys: { %s: { dimension: %s } }
                    model: %s
                """.formatted(texts(
                        MEMBERS,
                        KEY,
                        EVENTS,
                        EVENT_KEY,
                        CURSOR,
                        DIMENSION,
                        MEMBERS,
                        KEY,
                        SURROGATE,
                        model,
                        COMPARED,
                        KEY,
                        SURROGATE,
                        compared,
                        FACT,
                        EVENTS,
                        EVENT_KEY,
                        CURSOR,
                        FOREIGN_KEY,
                        DIMENSION,
                        fact));
    }

    private static String migration() {
        String texts = list(TEXTS, name -> doubleQuoted(name) + " text");
        String versions = """
            , valid_from timestamptz NOT NULL, valid_to timestamptz NOT NULL, is_current boolean NOT NULL,
            is_deleted boolean NOT NULL, is_inferred boolean NOT NULL, valid_from_precision text NOT NULL,
            loaded_as_of text NOT NULL, CHECK (valid_from < valid_to));
            """;
        String key = doubleQuoted(SURROGATE) + " bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "
                + doubleQuoted(KEY) + " text";
        return "CREATE TABLE " + doubleQuoted(DIMENSION) + " (" + key + ", " + texts + ", " + doubleQuoted(BYTES)
                + " bytea, " + doubleQuoted(LONG_TEXT) + " text, short integer" + versions + "CREATE TABLE "
                + doubleQuoted(COMPARED) + " (" + key + ", " + doubleQuoted("n. `of` it") + " bigint" + versions
                + "CREATE TABLE " + doubleQuoted(FACT) + " (" + doubleQuoted(EVENT_KEY) + " integer PRIMARY KEY, "
                + doubleQuoted(CURSOR) + " timestamptz, " + doubleQuoted(FOREIGN_KEY) + " bigint REFERENCES "
                + doubleQuoted(DIMENSION) + ", source_deleted_at timestamptz, loaded_as_of text);";
    }

    static String list(List<String> names, UnaryOperator<String> template) {
        return names.stream().map(template).collect(Collectors.joining(", "));
    }

    private static Object[] texts(String... values) {
        return IntStream.range(0, values.length).mapToObj(i -> text(values[i])).toArray();
    }

    /** A YAML text in double quotes. */
    private static String text(String value) {
        StringBuilder yaml = new StringBuilder("\"");
        value.chars()
                .forEach(c -> yaml.append(
                        c < ' ' || c > '~' || c == '"' || c == '\\'
                                ? "\\u%04x".formatted(c)
                                : String.valueOf((char) c)));
        return yaml.append('"').toString();
    }

    private static String resource() {
        try {
            return Files.readString(Path.of(Objects.requireNonNull(Hostile.class.getResource("/pipelines/shop.yaml"))
                    .getPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
