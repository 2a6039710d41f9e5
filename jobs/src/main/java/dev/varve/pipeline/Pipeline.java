package dev.varve.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One pipeline file, checked: every reference in it points to something that it defines.
 *
 * @param name also the name of its folder in the lake and its identity in the ledger
 * @param file where it was read from, for messages
 * @param schedule how often it runs and in which zone its days end
 * @param source where the tables are read
 * @param lake where snapshots, layers and manifests are kept
 * @param warehouse where dimensions and facts are kept
 * @param tables the captured source tables
 * @param dimensions the SCD2 dimensions, loaded before the facts
 * @param facts the transactional facts
 */
public record Pipeline(
        String name,
        Path file,
        Schedule schedule,
        SourceSettings source,
        LakeSettings lake,
        WarehouseSettings warehouse,
        List<Table> tables,
        List<Dimension> dimensions,
        List<Fact> facts) {
    public Pipeline {
        tables = List.copyOf(tables);
        dimensions = List.copyOf(dimensions);
        facts = List.copyOf(facts);
    }

    /** The table of that name; it is a programming error to ask for one that the file does not define. */
    public Table table(String wanted) {
        return tables.stream()
                .filter(table -> table.name().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** The same pipeline with before-images in its warehouse, whatever its file says. */
    public Pipeline keepingUndo() {
        return new Pipeline(name, file, schedule, source, lake, warehouse.keepingUndo(), tables, dimensions, facts);
    }

    /** The dimension of that name; it is a programming error to ask for one that the file does not define. */
    public Dimension dimension(String wanted) {
        return dimensions.stream()
                .filter(dimension -> dimension.name().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the warehouse's tables, in the order in which they are loaded. */
    public List<String> warehouseTables() {
        return Stream.concat(
                        dimensions.stream().map(Dimension::name), facts.stream().map(Fact::name))
                .toList();
    }
}
