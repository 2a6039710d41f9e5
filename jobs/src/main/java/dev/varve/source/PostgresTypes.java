package dev.varve.source;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Postgres's types, the lake's types that hold their values, and how a value is fetched. */
public final class PostgresTypes {
    private static final int MAX_DECIMAL_DIGITS = 38;
    private static final int LAST_YEAR = 9999;
    private static final String TEXT = "string";

    /** What no type of the lake holds otherwise than as the server writes it. */
    private static final Set<String> TEXTS = Set.of(
            "text",
            "varchar",
            "bpchar",
            "char",
            "name",
            "citext",
            "uuid",
            "json",
            "jsonb",
            "hstore",
            "xml", // letters
            "time",
            "timetz",
            "interval",
            "money",
            "bit",
            "varbit", // quantities
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "tsvector",
            "tsquery", // addresses, searches
            "point",
            "line",
            "lseg",
            "box",
            "path",
            "polygon",
            "circle"); // the plane

    private static final Map<String, String> OTHERS = Map.ofEntries(
            entry("bool", "boolean"),
            entry("int2", "smallint"),
            entry("int4", "int"),
            entry("int8", "bigint"),
            entry("float4", "float"),
            entry("float8", "double"),
            entry("date", "date"),
            entry("timestamp", "timestamp_ntz"),
            entry("timestamptz", "timestamp"),
            entry("bytea", "binary"));

    private PostgresTypes() {}

    /**
     * The lake's type for a type that is no domain; empty if there is none yet.
     *
     * @param kind {@code pg_type.typtype}
     * @param name {@code pg_type.typname}
     * @param modifier {@code pg_attribute.atttypmod}: what stands in parentheses, packed; -1 for nothing
     */
    static Optional<String> lakeType(String kind, String name, int modifier) {
        return switch (kind) {
            case "b" -> lakeType(name, modifier);
            case "e", "r", "m" -> Optional.of(TEXT); // enums, ranges, multiranges
            default -> Optional.empty();
        };
    }

    private static Optional<String> lakeType(String name, int modifier) {
        if (name.equals("numeric")) {
            return Optional.of(modifier < 0 ? TEXT : numeric(modifier));
        }
        return TEXTS.contains(name) ? Optional.of(TEXT) : Optional.ofNullable(OTHERS.get(name));
    }

    /** Digits and scale are packed as in the server's {@code numeric.c}; the scale may be negative, or exceed the digits. */
    private static String numeric(int modifier) {
        int packed = modifier - 4;
        int digits = (packed >> 16) & 0xffff;
        int scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
        int all = scale < 0 ? digits - scale : Math.max(digits, scale);
        return all > MAX_DECIMAL_DIGITS ? TEXT : "decimal(" + all + "," + Math.max(0, scale) + ")";
    }

    /** The expression to select for a column: money as a plain number, and texts without the blanks that fill them up. */
    static String expression(Column column) {
        String quoted = quote(column.name());
        if (column.sourceType().equals("money")) {
            return "CAST(" + quoted + " AS numeric)";
        }
        return column.sourceType().matches("bpchar|character(\\(\\d+\\))?") ? "CAST(" + quoted + " AS text)" : quoted;
    }

    /** How a value of a lake type is fetched. Texts come as the server writes them. */
    static Getter getter(String lakeType) {
        return switch (lakeType) {
            case "date" -> PostgresTypes::date;
            case "timestamp_ntz" -> PostgresTypes::timestamp;
            case "timestamp" -> PostgresTypes::instant;
            default -> lakeType.startsWith("decimal") ? PostgresTypes::decimal : Getter.plain(lakeType);
        };
    }

    /** An identifier in Postgres's quotes. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static @Nullable Object date(ResultSet row, int index) throws SQLException {
        LocalDate date = row.getObject(index, LocalDate.class);
        return date == null ? null : checked(date, date.getYear(), row, index);
    }

    private static @Nullable Object timestamp(ResultSet row, int index) throws SQLException {
        LocalDateTime time = row.getObject(index, LocalDateTime.class);
        return time == null ? null : checked(time, time.getYear(), row, index);
    }

    private static @Nullable Object instant(ResultSet row, int index) throws SQLException {
        OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
        return time == null ? null : checked(time.toInstant(), time.getYear(), row, index);
    }

    /** Infinity is the driver's largest or smallest value. */
    private static Object checked(Object value, int year, ResultSet row, int index) throws SQLException {
        if (year < 1 || year > LAST_YEAR) {
            throw new SQLException(row.getString(index) + " is not in the years 1 to " + LAST_YEAR);
        }
        return value;
    }

    private static @Nullable BigDecimal decimal(ResultSet row, int index) throws SQLException {
        String text = row.getString(index);
        if ("NaN".equals(text)) {
            throw new SQLException(text + " is no decimal number");
        }
        return text == null ? null : new BigDecimal(text);
    }
}
