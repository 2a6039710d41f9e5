package dev.varve.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/pipeline.md says: its tables of fields and its YAML. */
final class PipelinePage {
    private static final Path FILE = Path.of("../docs/pipeline.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## Every field$(.*?)^## ");
    private static final Pattern HEADING = Pattern.compile("^### (?:`([^`]+)`)?.*");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| ([^|]+) \\| ([^|]+) \\| (.+) \\|$");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    private PipelinePage() {}

    /**
     * A row of a table of fields.
     *
     * @param needed {@code required}, {@code optional}, or the default in backticks
     * @param meaning the text
     */
    record Row(String needed, String meaning) {}

    /** The documented fields by path; {@code *} stands for names that a user chooses, which the page writes in capitals. */
    static Map<String, Row> rows() {
        Matcher fields = SECTION.matcher(text());
        if (!fields.find()) {
            throw new IllegalStateException("no section 'Every field' in " + FILE);
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        String prefix = "";
        for (String line : fields.group(1).lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.matches()) {
                String section = Objects.requireNonNullElse(heading.group(1), "");
                prefix = section.isEmpty() ? "" : section.replaceAll("\\b[A-Z_]+\\b", "*") + ".";
            } else if (row.matches() && rows.put(prefix + row.group(1), new Row(row.group(3), row.group(4))) != null) {
                throw new IllegalStateException(prefix + row.group(1) + " is documented twice");
            }
        }
        return rows;
    }

    /** The value that the page states for fields that are left out. */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        rows().forEach((path, row) -> {
            if (row.needed().startsWith("`")) {
                defaults.put(path, row.needed().replace("`", ""));
            }
        });
        return defaults;
    }

    /** Every YAML block: those that are a whole file, and fragments put into their place in the first whole one. */
    static List<ObjectNode> files() {
        List<ObjectNode> blocks = YAML.matcher(text())
                .results()
                .map(match -> PipelineTrees.parse(match.group(1)))
                .toList();
        ObjectNode whole = blocks.stream()
                .filter(block -> block.has("pipeline"))
                .findFirst()
                .orElseThrow();
        List<ObjectNode> files = new ArrayList<>();
        for (ObjectNode block : blocks) {
            files.add(block.has("pipeline") ? block : put(block, whole.deepCopy()));
        }
        return files;
    }

    private static ObjectNode put(ObjectNode fragment, ObjectNode into) {
        fragment.fields().forEachRemaining(field -> {
            if (field.getValue() instanceof ObjectNode section
                    && into.get(field.getKey()) instanceof ObjectNode present) {
                section.fields().forEachRemaining(entry -> present.set(entry.getKey(), entry.getValue()));
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
        return into;
    }

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
