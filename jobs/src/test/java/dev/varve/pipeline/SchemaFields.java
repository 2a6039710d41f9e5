package dev.varve.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the JSON Schema says of each field, by path; {@code *} stands for names that a user chooses. */
final class SchemaFields {
    private SchemaFields() {}

    /** Every field's own schema. */
    static Map<String, JsonNode> all() {
        Map<String, JsonNode> fields = new TreeMap<>();
        walk(PipelineTrees.schema(), "", fields);
        return fields;
    }

    /** The words that a field may have, for fields with a choice. */
    static Map<String, Set<String>> words() {
        Map<String, Set<String>> words = new TreeMap<>();
        all().forEach((path, field) -> {
            Set<String> choice = new TreeSet<>();
            field.findValues("enum").forEach(values -> values.forEach(value -> choice.add(value.asText())));
            if (!choice.isEmpty() && field.path("properties").isMissingNode()) {
                words.put(path, choice);
            }
        });
        return words;
    }

    /** The value that holds where a field is left out, for fields that have one. */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        all().forEach((path, field) -> {
            if (field.has("default")) {
                defaults.put(path, field.get("default").asText());
            }
        });
        return defaults;
    }

    private static void walk(JsonNode schema, String path, Map<String, JsonNode> fields) {
        schema.path("properties").fields().forEachRemaining(property -> {
            JsonNode field = resolved(property.getValue());
            fields.put(path + property.getKey(), field);
            walk(field, path + property.getKey() + ".", fields);
        });
        if (schema.path("additionalProperties").isObject()) {
            walk(resolved(schema.get("additionalProperties")), path + "*.", fields);
        }
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? PipelineTrees.schema().at(schema.get("$ref").asText().substring(1))
                : schema;
    }
}
