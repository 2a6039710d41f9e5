package dev.varve.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.varve.lake.Sha256;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The SHA-256 of how a dimension or fact is declared: of every component of its record, so that none is forgotten. White space
 * around the SQL does not count.
 */
public final class ModelHash {
    private static final String SQL = "model";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private ModelHash() {}

    /** By warehouse table, in the order of the pipeline file. */
    public static Map<String, String> of(Pipeline pipeline) {
        Map<String, String> hashes = new LinkedHashMap<>();
        pipeline.dimensions().forEach(dimension -> hashes.put(dimension.name(), of(dimension)));
        pipeline.facts().forEach(fact -> hashes.put(fact.name(), of(fact)));
        return hashes;
    }

    static String of(Dimension dimension) {
        return of((Record) dimension);
    }

    static String of(Fact fact) {
        return of((Record) fact);
    }

    private static String of(Record declaration) {
        ObjectNode tree = MAPPER.valueToTree(declaration);
        tree.put(SQL, tree.path(SQL).textValue().strip());
        try {
            return Sha256.of(MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A declaration is always JSON", e);
        }
    }
}
