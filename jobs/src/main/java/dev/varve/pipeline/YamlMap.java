package dev.varve.pipeline;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a pipeline file whose fields are taken one by one; what nobody takes is an unknown field. */
final class YamlMap {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private static final String FILE = "file:";
    private static final String MANAGED = "secret:";

    private final Path file;
    private final String path;
    private final Node self;
    private final Variables variables;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();

    YamlMap(Path file, String path, Node self, Variables variables) {
        this.file = file;
        this.path = path;
        this.self = self;
        this.variables = variables;
        if (!(self instanceof MappingNode mapping)) {
            throw error(self, path, "must be a mapping of fields");
        }
        mapping.getValue().forEach(entry -> {
            String name = scalar(entry.getKeyNode(), path);
            if (fields.put(name, entry.getValueNode()) != null) {
                throw error(entry.getKeyNode(), child(name), "stands there twice");
            }
        });
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return take(name).map(node -> resolve(node, scalar(node, child(name)), child(name)));
    }

    /** A text as it stands there, its variables not replaced; empty if it is missing. */
    String literal(String name) {
        return fields.get(name) instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /**
     * A secret: a reference to a variable, a file or AWS Secrets Manager, never the secret itself. Nothing but the variables
     * is looked up here, and a variable's value is taken as it is, whatever it looks like.
     */
    Secret secret(String name) {
        Node node = take(name).orElseThrow(() -> missing(name));
        String reference = scalar(node, child(name));
        if (VARIABLE.matcher(reference).matches()) {
            return new Secret(resolve(node, reference, child(name)));
        }
        if (reference.startsWith(FILE)) {
            return new Secret(secretFile(name, resolve(node, reference, child(name))));
        }
        if (reference.startsWith(MANAGED)) {
            String text = resolve(node, reference, child(name)).substring(MANAGED.length());
            return new Secret(ManagedSecret.of(text, place(node, child(name)))
                    .orElseThrow(() -> error(
                            node, child(name), "must be secret:name or secret:name#key, with the name or ARN of it")));
        }
        throw error(
                node,
                child(name),
                "must be a reference such as ${WAREHOUSE_PASSWORD}, file:/run/secrets/warehouse or"
                        + " secret:warehouse#password: secrets stay out of files");
    }

    private SecretFile secretFile(String name, String reference) {
        String path = reference.substring(FILE.length()).replaceFirst("^//(?=/)", "");
        try {
            if (!path.isBlank()) {
                return new SecretFile(file.resolveSibling(path), place(fields.getOrDefault(name, self), child(name)));
            }
        } catch (InvalidPathException e) {
            throw error(name, "is no name of a file here: " + e.getReason());
        }
        throw error(name, "must be file: and a path");
    }

    /** A list of names; a single name stands for a list of one. */
    List<String> names(String name) {
        return optionalNames(name).orElseThrow(() -> missing(name));
    }

    Optional<List<String>> optionalNames(String name) {
        return take(name).map(node -> {
            List<String> names = node instanceof SequenceNode sequence
                    ? sequence.getValue().stream()
                            .map(item -> resolve(item, scalar(item, child(name)), child(name)))
                            .toList()
                    : List.of(resolve(node, scalar(node, child(name)), child(name)));
            if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
                throw error(node, child(name), "must name at least one column, and none twice");
            }
            return names;
        });
    }

    YamlMap map(String name) {
        return optionalMap(name).orElseThrow(() -> missing(name));
    }

    Optional<YamlMap> optionalMap(String name) {
        return take(name).map(node -> new YamlMap(file, child(name), node, variables));
    }

    /** The fields of this mapping that are mappings themselves, for the sections whose field names are free. */
    Map<String, YamlMap> children() {
        Map<String, YamlMap> children = new LinkedHashMap<>();
        new ArrayList<>(fields.keySet()).forEach(name -> children.put(name, map(name)));
        return children;
    }

    /** Refuses the fields that nobody took. */
    void done() {
        fields.forEach((name, node) -> {
            if (!taken.contains(name)) {
                throw error(node, child(name), "is no known field here (known: " + String.join(", ", taken) + ")");
            }
        });
    }

    /** The fields that are there show a misspelt one. */
    private VarveException missing(String name) {
        return error(
                self,
                child(name),
                "is missing" + (fields.isEmpty() ? "" : " among " + String.join(", ", fields.keySet())));
    }

    /** An error at a field of this mapping. */
    VarveException error(String name, String problem) {
        return error(fields.getOrDefault(name, self), child(name), problem);
    }

    /** An error of this mapping as a whole. */
    VarveException error(String problem) {
        return error(self, path, problem);
    }

    private VarveException error(Node node, String field, String problem) {
        return at(file, node.getStartMark().getLine() + 1, field, problem);
    }

    private String place(Node node, String field) {
        return file + ":" + (node.getStartMark().getLine() + 1) + ": " + field;
    }

    static VarveException at(Path file, int line, String field, String problem) {
        return VarveException.usage("Cannot read " + file + ":" + line + ": " + (field.isEmpty() ? "the file" : field)
                + " " + problem + ". Correct the file.");
    }

    private Optional<Node> take(String name) {
        taken.add(name);
        return Optional.ofNullable(fields.get(name));
    }

    private String child(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private String scalar(Node node, String field) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw error(node, field, "must be a text");
    }

    private String resolve(Node node, String text, String field) {
        Matcher matcher = VARIABLE.matcher(text);
        return matcher.replaceAll(match -> Matcher.quoteReplacement(variables
                .value(match.group(1))
                .orElseThrow(() -> VarveException.usage("Cannot read " + place(node, field) + " needs the variable "
                        + match.group(1) + ", which is not set. " + variables.cure(match.group(1))))));
    }
}
