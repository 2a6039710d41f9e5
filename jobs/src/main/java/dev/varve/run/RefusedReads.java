package dev.varve.run;

import dev.varve.capture.CapturedTable;
import dev.varve.lake.History;
import dev.varve.lake.Quarantine;
import dev.varve.lake.RefusedSnapshot;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The complete reads of one ingest that the mass-delete guard refuses (design, section 3, rule 2). */
final class RefusedReads {
    private final String pipeline;
    private final List<CapturedTable> refused;

    private RefusedReads(String pipeline, List<CapturedTable> refused) {
        this.pipeline = pipeline;
        this.refused = refused;
    }

    /**
     * Finds them.
     *
     * @param approved tables whose mass delete is let through
     */
    static RefusedReads of(String pipeline, List<CapturedTable> captured, Set<String> approved) {
        return new RefusedReads(
                pipeline,
                captured.stream()
                        .filter(table -> table.refusal().isPresent() && !approved.contains(name(table)))
                        .sorted((one, other) -> name(one).compareTo(name(other)))
                        .toList());
    }

    /** The tables whose mass delete a user let through, and that had one, in order; an approval that nothing needed is none. */
    static List<String> approved(List<CapturedTable> captured, Set<String> approved) {
        return captured.stream()
                .filter(table -> table.refusal().isPresent() && approved.contains(name(table)))
                .map(RefusedReads::name)
                .sorted()
                .toList();
    }

    boolean isEmpty() {
        return refused.isEmpty();
    }

    /** One of them. */
    Table first() {
        return refused.get(0).read().plan().table();
    }

    /** Puts their snapshots aside for people to look at. */
    void quarantine(Quarantine quarantine, History history, String asOf, String runId, Instant readPoint) {
        for (int i = 0; i < refused.size(); i++) {
            CapturedTable table = refused.get(i);
            quarantine.keep(
                    new RefusedSnapshot(
                            RefusedSnapshot.FORMAT,
                            pipeline,
                            name(table),
                            asOf,
                            runId,
                            readPoint,
                            table.refusal().orElseThrow(),
                            table.counts().read(),
                            quarantine.isNew(name(table), table.refusal().orElseThrow(), history)),
                    i + 1,
                    table.read().rows());
        }
    }

    /** What a user is told. */
    VarveException told(String asOf) {
        String only = refused.size() == 1 ? " " + name(refused.get(0)) : "";
        return VarveException.refused("Cannot ingest pipeline " + pipeline + " as of " + asOf + ": "
                + each(RefusedReads::reason, "; ")
                + ". Look at what was read with 'varve quarantine " + pipeline + only
                + "'; if it is right, run again with "
                + each(table -> "--approve-deletes " + name(table), " ") + ".");
    }

    private static String reason(CapturedTable table) {
        return "table " + name(table) + ": " + table.refusal().orElseThrow() + ", such as "
                + table.deletedKeys().text();
    }

    private String each(Function<CapturedTable, String> text, String between) {
        return refused.stream().map(text).collect(Collectors.joining(between));
    }

    private static String name(CapturedTable table) {
        return table.read().plan().table().name();
    }
}
