package dev.varve.warehouse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.varve.lake.Sha256;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.ScdType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The SHA-256 of how a dimension or fact is declared: of every component of its record, so that none is forgotten. White space
 * around the SQL does not count, nor does what only guards the rows, nor what is as it is by default: a component that records
 * will have one day must not make the declarations of every warehouse others.
 */
public final class ModelHash {
    private static final String SQL = "model";

    /** What lets a load through or refuses it, and is in none of its rows. */
    private static final String GUARD = "maxDeleteFraction";

    /** What a component that is never absent is if the pipeline file leaves it out. */
    private static final Map<String, JsonNode> DEFAULTS = Map.of(
            "type", JsonNodeFactory.instance.textNode(ScdType.TYPE_2.name()),
            "onUpdate", JsonNodeFactory.instance.textNode(Fact.OnUpdate.OVERWRITE.name()),
            "foreignKeys", JsonNodeFactory.instance.arrayNode());

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
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
        tree.remove(GUARD);
        DEFAULTS.forEach((component, value) -> {
            if (value.equals(tree.get(component))) {
                tree.remove(component);
            }
        });
        try {
            return Sha256.of(MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A declaration is always JSON", e);
        }
    }
}
