package dev.varve.source;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Fetches one value of the current row, as Spark takes it. */
interface Getter {
    @Nullable
    Object value(ResultSet row, int index) throws SQLException;

    /** For those of the lake's types that any driver hands over alike: numbers, texts, bytes. */
    static Getter plain(String lakeType) {
        return switch (lakeType) {
            case "smallint" -> (row, index) -> orNull(row, row.getShort(index));
            case "int" -> (row, index) -> orNull(row, row.getInt(index));
            case "bigint" -> (row, index) -> orNull(row, row.getLong(index));
            case "float" -> (row, index) -> orNull(row, row.getFloat(index));
            case "double" -> (row, index) -> orNull(row, row.getDouble(index));
            case "boolean" -> (row, index) -> orNull(row, row.getBoolean(index));
            case "string" -> ResultSet::getString;
            case "binary" -> ResultSet::getBytes;
            default -> Getter::decimal;
        };
    }

    private static @Nullable BigDecimal decimal(ResultSet row, int index) throws SQLException {
        return row.getBigDecimal(index);
    }

    private static @Nullable Object orNull(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }
}
