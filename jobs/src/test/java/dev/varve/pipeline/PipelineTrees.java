package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Pipeline files as trees: what reader and schema think of one, and which fields the reader asks for. */
final class PipelineTrees {
    static final Path SCHEMA = Path.of("../pipelines/pipeline.schema.json");

    /** A file with every field in it, none with its default; a test sees to that. */
    private static final String EVERY_FIELD = """
            pipeline: shop
            schedule: every 5m
            zone: Asia/Ho_Chi_Minh
            source:
              kind: mysql
              url: jdbc:mysql://db.example:3306/shop
              user: reader
              password: file:secrets/source
              tls:
                mode: verify_full
                ca: source-ca.pem
            lake:
              raw: file:/lake/raw
              processed: file:/lake/processed
              keep_snapshots: { days: 7, months: 12 }
            warehouse:
              url: jdbc:postgresql://wh.example:5432/shop
              user: writer
              password: secret:warehouse#password
              tls:
                mode: verify_ca
                ca: warehouse-ca.pem
              schema: shop
              migrations: shop-migrations
              undo_days: 14
            tables:
              Product:
                key: [product_id, shop_id]
                capture: snapshot_diff
                max_delete_fraction: 0.05
              Order:
                key: order_id
                capture: cursor
                cursor: updated_at
                created_at: created_at
                overlap: 90m
                reconcile: weekly
                zone: Europe/Berlin
            dimensions:
              product_dim:
                from: Product
                key: [product_id, shop_id]
                surrogate_key: sk_product_id
                tracked: [price]
                max_delete_fraction: 0.5
                model: SELECT product_id, shop_id, name, price FROM Product
              customer_dim:
                type: 1
                key: customer_id
                surrogate_key: sk_customer_id
                model: SELECT DISTINCT customer_id FROM `Order`
            facts:
              order_fact:
                from: Order
                key: order_id
                event_time: ordered_at
                zone: Europe/Berlin
                on_update: version
                foreign_keys:
                  fk_product_id: { dimension: product_dim, key: [product, shop] }
                model: SELECT order_id, product, shop, ordered_at FROM `Order`
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KNOWN = Pattern.compile("no_such_field is no known field here \\(known: ([^)]*)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final JsonSchema RULES =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema());

    private PipelineTrees() {}

    /**
     * A field of the file that has them all.
     *
     * @param place the names that lead to it
     * @param path the same, joined by dots, with {@code *} for the names that a user chooses
     */
    record Field(List<String> place, String path) {
        String name() {
            return place.get(place.size() - 1);
        }

        ObjectNode parentIn(ObjectNode tree) {
            return at(tree, place.subList(0, place.size() - 1));
        }
    }

    static JsonNode schema() {
        try {
            return JSON.readTree(SCHEMA.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode everyField() {
        return parse(EVERY_FIELD);
    }

    static ObjectNode parse(String yaml) {
        return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    /** What the schema has against a file; empty if nothing. */
    static List<String> schemaRefuses(JsonNode tree) {
        return RULES.validate(tree).stream().map(ValidationMessage::getMessage).toList();
    }

    /** What the reader has against a file; empty if nothing. */
    static Optional<String> readerRefuses(Path folder, JsonNode tree) {
        try {
            read(folder, tree, Map.of());
            return Optional.empty();
        } catch (VarveException e) {
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The file as the reader reads it; a variable without a value here has its own name for one. */
    static Pipeline read(Path folder, JsonNode tree, Map<String, String> values) {
        String text = tree.toString(); // JSON is YAML
        Map<String, String> variables = new TreeMap<>(values);
        VARIABLE.matcher(text).results().forEach(match -> variables.putIfAbsent(match.group(1), match.group(1)));
        try {
            return PipelineReader.read(
                    Files.writeString(folder.resolve("file.yaml"), text), Variables.of(variables, Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares what was read, passwords included. */
    static RecursiveComparisonAssert<?> assertPipeline(Pipeline pipeline) {
        return assertThat(pipeline)
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> one.getRules().equals(other.getRules()), ZoneId.class)
                .withEqualsForType(Object::equals, Reconcile.class); // a constant with a body is no enum to AssertJ
    }

    /** Every field of the file that has them all. */
    static List<Field> fields(Path folder) {
        List<Field> fields = new ArrayList<>();
        walk(folder, List.of(), "", fields, new LinkedHashSet<>());
        return fields;
    }

    /** The paths of all fields that the reader asks for, as it names them itself when it meets an unknown one. */
    static Set<String> askedFor(Path folder) {
        Set<String> asked = new LinkedHashSet<>();
        walk(folder, List.of(), "", new ArrayList<>(), asked);
        return asked;
    }

    private static void walk(Path folder, List<String> place, String path, List<Field> fields, Set<String> asked) {
        ObjectNode tree = everyField();
        ObjectNode mapping = at(tree, place);
        List<String> names = new ArrayList<>();
        mapping.fieldNames().forEachRemaining(names::add);
        String refusal = readerRefuses(folder, withUnknownField(place)).orElseThrow();
        Matcher known = KNOWN.matcher(refusal);
        boolean fixed = known.find();
        if (fixed) {
            List.of(known.group(1).split(", ")).forEach(name -> asked.add(path + name));
        } else {
            assertThat(refusal).contains("no_such_field must be a mapping of fields");
        }
        for (String name : names) {
            List<String> child = new ArrayList<>(place);
            child.add(name);
            String childPath = path + (fixed ? name : "*");
            if (fixed) {
                fields.add(new Field(List.copyOf(child), childPath));
            }
            if (mapping.get(name).isObject()) {
                walk(folder, child, childPath + ".", fields, asked);
            }
        }
    }

    private static ObjectNode withUnknownField(List<String> place) {
        ObjectNode tree = everyField();
        at(tree, place).put("no_such_field", "x");
        return tree;
    }

    static ObjectNode at(ObjectNode tree, List<String> place) {
        JsonNode node = tree;
        for (String name : place) {
            node = node.get(name);
        }
        return (ObjectNode) node;
    }
}
