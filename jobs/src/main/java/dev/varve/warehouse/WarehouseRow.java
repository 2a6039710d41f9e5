package dev.varve.warehouse;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of a warehouse table.
 *
 * @param values by column, in the table's order: numbers exact, instants in ISO 8601 and UTC
 */
public record WarehouseRow(@JsonValue Map<String, JsonNode> values) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String INSTANT = "timestamp with time zone";

    public WarehouseRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A row as {@code row_to_json} gives it. */
    static WarehouseRow of(WarehouseTable table, String json) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        try {
            JSON.readTree(json).fields().forEachRemaining(field -> values.put(field.getKey(), field.getValue()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row is always JSON", e);
        }
        table.columns().stream()
                .filter(column -> column.type().equals(INSTANT))
                .forEach(column -> values.computeIfPresent(column.name(), (name, value) -> utc(value)));
        return new WarehouseRow(values);
    }

    private static JsonNode utc(JsonNode value) {
        try {
            return value.isTextual()
                    ? TextNode.valueOf(
                            OffsetDateTime.parse(value.asText()).toInstant().toString())
                    : value;
        } catch (DateTimeException e) {
            return value; // infinity
        }
    }

    /** The value of a column; NULL where there is no such column. */
    public JsonNode value(String column) {
        return values.getOrDefault(column, NullNode.instance);
    }

    /** The text in a column. */
    public String text(String column) {
        return value(column).asText();
    }

    /** The instant in a column that has one. */
    public Instant instant(String column) {
        return Instant.parse(text(column));
    }

    /** Whether a column holds true. */
    public boolean flag(String column) {
        return value(column).asBoolean();
    }
}
