package dev.varve.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** Rows of the lake as JSON values: numbers exact, times in ISO 8601, binary values in hexadecimal. */
public final class LakeValues {
    private LakeValues() {}

    /** A row's values by column name, in the row's order. */
    public static Map<String, JsonNode> of(Row row) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        StructField[] fields = row.schema().fields();
        for (int i = 0; i < fields.length; i++) {
            values.put(fields[i].name(), of(row.get(i)));
        }
        return Collections.unmodifiableMap(values);
    }

    /** The struct of that name; no values where it is NULL. */
    static Map<String, JsonNode> of(Row row, String struct) {
        Row nested = row.getAs(struct);
        return nested == null ? Map.of() : of(nested);
    }

    /** One value as Spark gives it with its Java 8 time API. */
    static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof BigDecimal number) {
            return DecimalNode.valueOf(number);
        }
        if (value instanceof Double || value instanceof Float) {
            boolean finite = Double.isFinite(((Number) value).doubleValue());
            String digits = value.toString();
            return finite ? DecimalNode.valueOf(new BigDecimal(digits)) : TextNode.valueOf(digits);
        }
        if (value instanceof Number number) {
            return LongNode.valueOf(number.longValue());
        }
        if (value instanceof Boolean flag) {
            return BooleanNode.valueOf(flag);
        }
        if (value instanceof byte[] bytes) {
            return TextNode.valueOf("0x" + HexFormat.of().formatHex(bytes));
        }
        return TextNode.valueOf(value.toString()); // texts, and java.time's ISO 8601
    }
}
