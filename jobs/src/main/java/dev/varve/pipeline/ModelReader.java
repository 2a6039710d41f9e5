package dev.varve.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code dimensions} and {@code facts} sections and checks what they refer to. */
final class ModelReader {
    private final List<Table> tables;

    ModelReader(List<Table> tables) {
        this.tables = tables;
    }

    List<Dimension> dimensions(YamlMap section) {
        List<Dimension> dimensions = new ArrayList<>();
        section.children().forEach((name, map) -> {
            WarehouseName.checked(section, name, name);
            dimensions.add(dimension(name, map));
        });
        return dimensions;
    }

    List<Fact> facts(YamlMap section, List<Dimension> dimensions) {
        List<Fact> facts = new ArrayList<>();
        section.children().forEach((name, map) -> {
            WarehouseName.checked(section, name, name);
            if (dimensions.stream().anyMatch(dimension -> dimension.name().equals(name))) {
                throw section.error(name, "is a dimension already");
            }
            facts.add(fact(name, map, dimensions));
        });
        return facts;
    }

    private Dimension dimension(String name, YamlMap map) {
        List<String> key = map.names("key");
        Optional<Table> from = map.optionalText("from").map(table -> table(map, table));
        from.ifPresent(table -> sameLength(map, key, table));
        ScdType type = type(map);
        Dimension dimension = new Dimension(
                name,
                from.map(Table::name),
                key,
                WarehouseName.checked(map, "surrogate_key", map.text("surrogate_key")),
                type,
                tracked(map, type),
                TableReader.maxDeleteFraction(
                        map, from.map(Table::maxDeleteFraction).orElse(TableReader.DEFAULT_MAX_DELETE_FRACTION)),
                map.text("model"));
        map.done();
        return dimension;
    }

    private static ScdType type(YamlMap map) {
        return map.optionalText("type")
                .map(word ->
                        ScdType.of(word).orElseThrow(() -> map.error("type", "must be 1 or 2, not '" + word + "'")))
                .orElse(ScdType.TYPE_2);
    }

    private static Optional<List<String>> tracked(YamlMap map, ScdType type) {
        Optional<List<String>> tracked = map.optionalNames("tracked");
        if (type == ScdType.TYPE_1 && tracked.isPresent()) {
            throw map.error(
                    "tracked",
                    "says which columns open versions, and a dimension of type 1 has none: leave out one of the two");
        }
        return tracked;
    }

    private Fact fact(String name, YamlMap map, List<Dimension> dimensions) {
        List<String> key = map.names("key");
        Table from = table(map, map.text("from"));
        sameLength(map, key, from);
        List<ForeignKey> foreignKeys = new ArrayList<>();
        map.optionalMap("foreign_keys")
                .ifPresent(section -> section.children().forEach((column, keyMap) -> {
                    WarehouseName.checked(section, column, column);
                    foreignKeys.add(foreignKey(column, keyMap, dimensions));
                }));
        Fact fact = new Fact(
                name,
                from.name(),
                key,
                map.text("event_time"),
                map.optionalText("zone").map(zone -> PipelineReader.zone(map, "zone", zone)),
                map.optionalText("on_update")
                        .map(word -> PipelineReader.choice(map, "on_update", Fact.OnUpdate.values()))
                        .orElse(Fact.OnUpdate.OVERWRITE),
                foreignKeys,
                map.text("model"));
        map.done();
        return fact;
    }

    private static ForeignKey foreignKey(String column, YamlMap map, List<Dimension> dimensions) {
        String name = map.text("dimension");
        Dimension dimension = dimensions.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> map.error("dimension", "names no dimension of this file: '" + name + "'"));
        List<String> key = map.optionalNames("key").orElse(dimension.key());
        if (key.size() != dimension.key().size()) {
            throw map.error("key", "must have as many columns as the key of " + name + " " + dimension.key());
        }
        map.done();
        return new ForeignKey(column, name, key);
    }

    private Table table(YamlMap map, String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> map.error("from", "names no table of this file: '" + name + "'"));
    }

    private static void sameLength(YamlMap map, List<String> key, Table table) {
        if (key.size() != table.key().size()) {
            throw map.error("key", "must have as many columns as the key of " + table.name() + " " + table.key());
        }
    }
}
