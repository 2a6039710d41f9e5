package dev.varve.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as one JSON array, an object a line; of columns with one name the second is {@code name_2}. */
final class JsonPrinter implements RowPrinter {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .writer();

    private final List<String> names;
    private final PrintWriter out;
    private String before = "[";

    JsonPrinter(List<String> columns, PrintWriter out) {
        this.names = distinct(columns);
        this.out = out;
    }

    @Override
    public void begin() {
        // the bracket is written with the first row, or at the end
    }

    @Override
    public void row(List<JsonNode> values) {
        Map<String, JsonNode> object = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            object.put(names.get(i), values.get(i));
        }
        try {
            out.print(before + JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Values are always JSON", e);
        }
        before = ",\n ";
    }

    @Override
    public void end() {
        out.print(before.equals("[") ? "[]\n" : "]\n");
    }

    private static List<String> distinct(List<String> columns) {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String name = column;
            for (int n = 2; names.contains(name); n++) {
                name = column + "_" + n;
            }
            names.add(name);
        }
        return List.copyOf(names);
    }
}
