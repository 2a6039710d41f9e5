package dev.varve.pipeline;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a pipeline file into a {@link Pipeline}. Unknown fields, missing fields, undefined references and unset
 * {@code ${VARIABLE}}s are errors that name the file, the line and the field.
 */
public final class PipelineReader {
    private static final String LEDGER_SCHEMA = "varve";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    /** Of letters that the SDK and Hadoop both leave as they are. */
    private static final Pattern FOLDER_IN_BUCKET = Pattern.compile("(/(?!\\.{1,2}(/|$))[\\w!.*'()=-]+)*");

    private static final Pattern COUNT = Pattern.compile("\\d{1,5}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");

    private PipelineReader() {}

    /** The pipeline that a file holds. */
    public static Pipeline read(Path file, Variables variables) {
        YamlMap root = new YamlMap(file, "", compose(file), variables);
        String name = root.text("pipeline");
        if (!NAME.matcher(name).matches()) {
            throw root.error("pipeline", "must be of lower-case letters, digits, '-' and '_'");
        }
        Schedule schedule = schedule(root);
        SourceSettings source = source(root.map("source"), file);
        LakeSettings lake = lake(root.map("lake"), name, variables);
        WarehouseSettings warehouse = warehouse(root.map("warehouse"), file);
        List<Table> tables = TableReader.tables(root.map("tables"));
        ModelReader models = new ModelReader(tables);
        List<Dimension> dimensions =
                root.optionalMap("dimensions").map(models::dimensions).orElse(List.of());
        List<Fact> facts = root.optionalMap("facts")
                .map(map -> models.facts(map, dimensions))
                .orElse(List.of());
        root.done();
        return new Pipeline(name, file, schedule, source, lake, warehouse, tables, dimensions, facts);
    }

    private static Node compose(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Node node = new Yaml(new LoaderOptions()).compose(reader);
            if (node == null) {
                throw YamlMap.at(file, 1, "", "is empty");
            }
            return node;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw YamlMap.at(file, line, "", "is no YAML: " + e.getProblem());
        } catch (YAMLException e) { // bytes that are no UTF-8, control characters
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
            throw YamlMap.at(file, 1, "", "is no YAML: " + reason);
        } catch (IOException e) {
            throw VarveException.usage("Cannot read the pipeline file " + file
                    + ": it does not exist or is not readable. Correct the name.");
        }
    }

    private static Schedule schedule(YamlMap root) {
        String text = root.optionalText("schedule").orElse("daily");
        Optional<Duration> every = Optional.empty();
        if (!text.matches("daily|(every\\s+)?\\d{1,6}[smhd]")) {
            throw root.error(
                    "schedule", "must be 'daily' or 'every' and whole minutes, such as 'every 5m', not '" + text + "'");
        }
        if (!text.equals("daily")) {
            every = Optional.of(duration(root, "schedule", text.replaceFirst("^every\\s+", "")));
            if (every.get().toSeconds() < 60 || every.get().toSeconds() % 60 != 0) {
                throw root.error("schedule", "must be 'daily' or 'every' and whole minutes, such as 'every 5m'");
            }
        }
        return new Schedule(
                every,
                root.optionalText("zone").map(zone -> zone(root, "zone", zone)).orElse(ZoneOffset.UTC));
    }

    private static SourceSettings source(YamlMap map, Path file) {
        SourceSettings source = new SourceSettings(
                choice(map, "kind", SourceSettings.Kind.values()), EndpointReader.endpoint(map, file));
        map.done();
        return source;
    }

    private static LakeSettings lake(YamlMap map, String pipeline, Variables variables) {
        URI rawRoot = uri(map, "raw");
        URI processedRoot = uri(map, "processed");
        LakeSettings lake = new LakeSettings(
                rawRoot,
                processedRoot,
                S3Settings.of(variables, rawRoot, processedRoot),
                map.optionalMap("keep_snapshots")
                        .map(PipelineReader::keepSnapshots)
                        .orElse(KeepSnapshots.DEFAULT));
        map.done();
        String raw = lake.raw() + "/" + pipeline + "/";
        String processed = lake.processed() + "/" + pipeline + "/";
        if (raw.startsWith(processed) || processed.startsWith(raw)) {
            throw map.error(
                    "processed",
                    "must be a folder apart from lake.raw: " + processed + " and " + raw + " would lie in each other");
        }
        return lake;
    }

    private static KeepSnapshots keepSnapshots(YamlMap map) {
        KeepSnapshots keep = new KeepSnapshots(
                count(map, "days", KeepSnapshots.DEFAULT.days()), count(map, "months", KeepSnapshots.DEFAULT.months()));
        map.done();
        return keep;
    }

    private static int count(YamlMap map, String field, int otherwise) {
        String text = map.optionalText(field).orElse(String.valueOf(otherwise));
        if (!COUNT.matcher(text).matches()) {
            throw map.error(field, "must be a whole number from 0 to 99999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static WarehouseSettings warehouse(YamlMap map, Path file) {
        String schema = WarehouseName.checked(map, "schema", map.text("schema"));
        if (schema.equals(LEDGER_SCHEMA)) {
            throw map.error("schema", "must not be '" + LEDGER_SCHEMA + "': that is the ledger's");
        }
        WarehouseSettings warehouse = new WarehouseSettings(
                EndpointReader.endpoint(map, file),
                schema,
                map.optionalText("migrations").map(file::resolveSibling),
                count(map, "undo_days", WarehouseSettings.UNDO_DAYS));
        map.done();
        return warehouse;
    }

    private static URI uri(YamlMap map, String field) {
        String text = map.text(field).replaceFirst("/+$", "");
        try {
            if (text.startsWith("file:") || !SCHEME.matcher(text).lookingAt()) {
                Path folder = Path.of(text.replaceFirst("^file:(//)?", "")).toAbsolutePath();
                return URI.create(folder.toUri().toString().replaceFirst("/$", ""));
            }
            return bucketRoot(map, field, new URI(text));
        } catch (InvalidPathException e) { // a NUL, or a letter that this locale cannot name files with
            throw map.error(
                    field,
                    "is no name of a folder here: " + e.getReason() + " (the locale is "
                            + System.getProperty("sun.jnu.encoding") + ")");
        } catch (URISyntaxException e) {
            throw map.error(field, "must be a folder or a URI such as file:/var/lake or s3a://bucket/lake");
        }
    }

    private static URI bucketRoot(YamlMap map, String field, URI root) {
        if (!"s3a".equals(root.getScheme())) {
            throw map.error(field, "must be a folder or a URI that begins with file: or s3a:");
        }
        boolean plain = root.getRawUserInfo() == null && root.getRawQuery() == null && root.getRawFragment() == null;
        if (root.getRawAuthority() == null
                || !BUCKET.matcher(root.getRawAuthority()).matches()
                || !plain) {
            throw map.error(field, "must name a bucket and a folder in it, and nothing else: s3a://bucket/lake");
        }
        if (!FOLDER_IN_BUCKET.matcher(root.getRawPath()).matches()) {
            throw map.error(field, "must be of plain letters, digits and - _ . ! * ' ( ) = between single '/'");
        }
        return root;
    }

    static ZoneId zone(YamlMap map, String field, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw map.error(field, "must be a zone such as UTC or Asia/Ho_Chi_Minh, not '" + text + "'");
        }
    }

    static Duration duration(YamlMap map, String field, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw map.error(field, "must be a duration such as 30s, 5m, 1h or 2d, not '" + text + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static <E extends Enum<E>> E choice(YamlMap map, String field, E[] values) {
        String text = map.text(field);
        for (E value : values) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        List<String> words = Arrays.stream(values).map(PipelineReader::word).toList();
        throw map.error(field, "must be " + String.join(" or ", words) + ", not '" + text + "'");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
