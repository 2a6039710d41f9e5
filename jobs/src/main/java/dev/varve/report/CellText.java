package dev.varve.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of rows as people read them. */
final class CellText {
    private CellText() {}

    /** NULL is NULL, texts are bare, numbers are exact. */
    static String of(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "NULL";
        }
        if (value.isBigDecimal()) {
            return value.decimalValue().toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** {@code company Calm, price 5.00}. */
    static String of(Map<String, JsonNode> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + of(value.getValue()))
                .collect(Collectors.joining(", "));
    }
}
