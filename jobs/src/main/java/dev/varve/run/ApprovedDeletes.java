package dev.varve.run;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names whose mass delete a user lets through this once: of source tables by an ingest, of dimensions by a load. */
final class ApprovedDeletes {
    private final Pipeline pipeline;
    private final Set<String> names;

    ApprovedDeletes(Pipeline pipeline, Set<String> names) {
        this.pipeline = pipeline;
        this.names = names;
    }

    /**
     * The names, each of which is a table.
     *
     * @throws VarveException (usage) that tells the first that is not
     */
    Set<String> tables() {
        return all("table", knownTables());
    }

    /**
     * The names, each of which is a dimension.
     *
     * @throws VarveException (usage) that tells the first that is not
     */
    Set<String> dimensions() {
        return all("dimension", knownDimensions());
    }

    /**
     * The names that are tables; the others are dimensions.
     *
     * @throws VarveException (usage) that tells the first that is neither
     */
    Set<String> tablesAmong() {
        return among(knownTables());
    }

    /**
     * The names that are dimensions; the others are tables.
     *
     * @throws VarveException (usage) that tells the first that is neither
     */
    Set<String> dimensionsAmong() {
        return among(knownDimensions());
    }

    private Set<String> among(List<String> wanted) {
        return all(
                        "table or dimension",
                        Stream.concat(knownTables().stream(), knownDimensions().stream())
                                .toList())
                .stream()
                .filter(wanted::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<String> all(String kind, List<String> known) {
        names.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw VarveException.usage("Cannot approve deletes of '" + name + "': pipeline " + pipeline.name()
                            + " has no such " + kind + " (it has " + known + ").");
                });
        return names;
    }

    private List<String> knownTables() {
        return pipeline.tables().stream().map(Table::name).toList();
    }

    private List<String> knownDimensions() {
        return pipeline.dimensions().stream().map(Dimension::name).toList();
    }
}
