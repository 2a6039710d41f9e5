package dev.varve.source;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** MySQL's types, the lake's types that hold all their values, and how a value is fetched. */
final class MySqlTypes {
    private static final int MAX_DECIMAL_DIGITS = 38;

    private MySqlTypes() {}

    /**
     * The lake's type for a column.
     *
     * @param dataType {@code information_schema.columns.data_type}
     * @param columnType {@code information_schema.columns.column_type}, such as {@code int(10) unsigned}
     */
    static String lakeType(String table, String column, String dataType, String columnType, int digits, int scale) {
        boolean unsigned = columnType.toLowerCase(Locale.ROOT).contains("unsigned");
        return switch (dataType.toLowerCase(Locale.ROOT)) {
            case "tinyint", "year" -> "smallint";
            case "smallint" -> unsigned ? "int" : "smallint";
            case "mediumint" -> "int";
            case "int", "integer" -> unsigned ? "bigint" : "int";
            case "bigint" -> unsigned ? "decimal(20,0)" : "bigint";
            case "decimal", "numeric" ->
                digits > MAX_DECIMAL_DIGITS ? "string" : "decimal(" + digits + "," + scale + ")";
            case "float", "double" -> "double";
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json" -> "string";
            case "date" -> "date";
            case "datetime" -> "timestamp_ntz";
            case "timestamp" -> "timestamp";
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> "binary";
            default -> throw Column.withoutMapping(table, column, columnType);
        };
    }

    /** The expression to select for a column: itself, but FLOAT as DOUBLE, since the server prints only six digits. */
    static String expression(Column column) {
        String quoted = quote(column.name());
        return column.sourceType().toLowerCase(Locale.ROOT).startsWith("float")
                ? "CAST(" + quoted + " AS DOUBLE)"
                : quoted;
    }

    /** How a value of a lake type is fetched. Times come as the server writes them: its session is pinned to UTC. */
    static Getter getter(String lakeType) {
        return switch (lakeType) {
            case "date" -> (row, index) -> row.getObject(index, LocalDate.class);
            case "timestamp_ntz" -> (row, index) -> row.getObject(index, LocalDateTime.class);
            case "timestamp" ->
                (row, index) -> {
                    LocalDateTime utc = row.getObject(index, LocalDateTime.class);
                    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
                };
            default -> Getter.plain(lakeType);
        };
    }

    /** An identifier in MySQL's quotes. */
    static String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }
}
