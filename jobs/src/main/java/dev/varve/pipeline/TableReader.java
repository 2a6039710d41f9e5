package dev.varve.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code tables} section. */
final class TableReader {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    static final double DEFAULT_MAX_DELETE_FRACTION = 0.3;

    private TableReader() {}

    static List<Table> tables(YamlMap section) {
        List<Table> tables = new ArrayList<>();
        section.children().forEach((name, map) -> {
            tables.stream()
                    .filter(table -> table.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .ifPresent(same -> {
                        throw section.error(
                                name,
                                "differs from " + same.name() + " in capitals only, which models cannot tell apart");
                    });
            tables.add(table(name, map));
        });
        if (tables.isEmpty()) {
            throw section.error("must define at least one table");
        }
        return tables;
    }

    private static Table table(String name, YamlMap map) {
        Capture capture = capture(map);
        List<String> key = capture instanceof Capture.Append ? rowsThemselves(map) : map.names("key");
        Table table = new Table(name, key, capture, maxDeleteFraction(map, DEFAULT_MAX_DELETE_FRACTION));
        map.done();
        return table;
    }

    private static List<String> rowsThemselves(YamlMap map) {
        map.optionalNames("key").ifPresent(key -> {
            throw map.error(
                    "key",
                    "must not stand beside capture: append, which is for tables without a key (models see "
                            + String.join(", ", Capture.Append.KEY) + ")");
        });
        return Capture.Append.KEY;
    }

    private static Capture capture(YamlMap map) {
        String word = map.text("capture");
        return switch (word) {
            case "snapshot_diff" -> new Capture.SnapshotDiff();
            case "cursor" -> cursor(map);
            case "append" -> new Capture.Append();
            default -> throw map.error("capture", "must be snapshot_diff or cursor or append, not '" + word + "'");
        };
    }

    private static Capture cursor(YamlMap map) {
        Optional<String> createdAt = map.optionalText("created_at");
        if (createdAt.isPresent() && createdAt.equals(map.optionalText("cursor"))) {
            throw map.error("created_at", "must be another column than cursor");
        }
        return new Capture.Cursor(
                createdAt.isEmpty() ? Optional.of(map.text("cursor")) : map.optionalText("cursor"),
                createdAt,
                map.optionalText("overlap").map(text -> overlap(map, text)),
                map.optionalText("reconcile")
                        .map(text -> PipelineReader.choice(map, "reconcile", Reconcile.values()))
                        .orElse(Reconcile.DAILY),
                map.optionalText("zone").map(text -> PipelineReader.zone(map, "zone", text)));
    }

    private static Overlap overlap(YamlMap map, String text) {
        return NUMBER.matcher(text).matches()
                ? new Overlap.Numbers(Long.parseLong(text))
                : new Overlap.Time(PipelineReader.duration(map, "overlap", text));
    }

    static double maxDeleteFraction(YamlMap map, double otherwise) {
        String text = map.optionalText("max_delete_fraction").orElse(String.valueOf(otherwise));
        try {
            double fraction = Double.parseDouble(text);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            throw map.error("max_delete_fraction", "must be a number from 0 to 1, not '" + text + "'");
        }
        throw map.error("max_delete_fraction", "must be a number from 0 to 1, not '" + text + "'");
    }
}
