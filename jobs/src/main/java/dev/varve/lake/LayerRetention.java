package dev.varve.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What goes of a table's change layers: rows of dead runs, never a layer. Several runs may share a file, so that the rows
 * themselves say whose they are.
 *
 * @param folder the table's layers
 * @param table its name
 */
record LayerRetention(RawFolder folder, String table) {
    /** The rows of one run in one file. */
    private record Part(
            LocalDate day, String runId, String file, long rows, long fileBytes, Instant written, int manifest) {}

    /**
     * The steps.
     *
     * @throws VarveException (refused) if a layer does not have the rows that its manifest counts, or if manifests were lost
     */
    List<PruneStep> plan(History history) throws IOException {
        List<Manifest> layers = history.entries().stream()
                .map(History.Entry::manifest)
                .filter(manifest ->
                        manifest.table(table).filter(LayerRetention::isStored).isPresent())
                .toList();
        if (!folder.isTable()) {
            return folder.unlogged(!layers.isEmpty()).stream().toList();
        }
        List<Part> parts = parts();
        Map<String, Long> rows =
                parts.stream().collect(Collectors.groupingBy(Part::runId, Collectors.summingLong(Part::rows)));
        layers.forEach(manifest -> checkWhole(manifest, rows));
        checkNamed(history, parts);
        Set<String> dead = new HashSet<>(rows.keySet());
        layers.forEach(manifest -> dead.remove(manifest.runId()));
        parts.stream().filter(part -> !folder.isSafe(part.written())).forEach(part -> dead.remove(part.runId()));
        List<PruneStep> steps = new ArrayList<>();
        if (!dead.isEmpty()) {
            steps.add(debris(dead, parts));
        }
        List<Part> left =
                parts.stream().filter(part -> !dead.contains(part.runId())).toList();
        compaction(history, left).ifPresent(steps::add);
        return steps;
    }

    private static boolean isStored(TableManifest found) {
        return found.read() != TableManifest.Read.INITIAL && found.counts().changed() > 0;
    }

    private List<Part> parts() {
        return folder
                .spark()
                .read()
                .format("delta")
                .load(folder.path())
                .select(
                        col(LakeRow.DAY),
                        col(LakeRow.RUN_ID),
                        col(LakeRow.MANIFEST),
                        col("_metadata.file_path").as("file"),
                        col("_metadata.file_size").as("bytes"),
                        col("_metadata.file_modification_time").as("written"))
                .groupBy(LakeRow.DAY, LakeRow.RUN_ID, "file")
                .agg(count(lit(1)), max(col("bytes")), max(col("written")), max(col(LakeRow.MANIFEST)))
                .collectAsList()
                .stream()
                .map((Row row) -> new Part(
                        row.getAs(0),
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getAs(5),
                        row.getInt(6)))
                .toList();
    }

    /** The layers take the place of the snapshots that go: a Delta log that lost a commit shows fewer, without an error. */
    private void checkWhole(Manifest manifest, Map<String, Long> rows) {
        long counted = manifest.table(table).orElseThrow().counts().changed();
        long found = rows.getOrDefault(manifest.runId(), 0L);
        if (found != counted) {
            throw VarveException.refused("Cannot prune " + folder.place() + ": the lake shows " + found
                    + " changes of manifest " + manifest.number() + " as of " + manifest.asOf() + ", which counts "
                    + counted + ". Restore the lake's files from a copy. Nothing was removed.");
        }
    }

    /** A run that died wrote for the next manifest. What is of a later one was committed by manifests that were lost since. */
    private void checkNamed(History history, List<Part> parts) {
        int manifests = history.entries().size();
        int newest = parts.stream().mapToInt(Part::manifest).max().orElse(0);
        if (newest > manifests + 1) {
            throw VarveException.refused("Cannot prune " + folder.place() + ": it has changes of manifest " + newest
                    + ", and the lake has " + manifests + (manifests == 1 ? " manifest" : " manifests")
                    + ". Restore manifests/ from a copy of the lake. Nothing was removed.");
        }
    }

    private PruneStep debris(Set<String> dead, List<Part> parts) {
        List<Part> doomed =
                parts.stream().filter(part -> dead.contains(part.runId())).toList();
        Set<String> shared = parts.stream()
                .filter(part -> !dead.contains(part.runId()))
                .map(Part::file)
                .collect(Collectors.toSet());
        Map<String, Long> files = doomed.stream()
                .filter(part -> !shared.contains(part.file()))
                .collect(Collectors.toMap(Part::file, Part::fileBytes, Math::max));
        long rows = doomed.stream().mapToLong(Part::rows).sum();
        Pruned pruned = new Pruned(
                Pruned.Kind.DEBRIS,
                folder.place(),
                rows + (rows == 1 ? " row of " : " rows of ") + RawFolder.deadRuns(dead.size()),
                files.size(),
                files.values().stream().mapToLong(Long::longValue).sum());
        Object[] days = doomed.stream().map(Part::day).distinct().toArray();
        return folder.delete(
                pruned, col(LakeRow.DAY).isin(days).and(col(LakeRow.RUN_ID).isin(dead.toArray())));
    }

    /** Only of days that are over: the layers of the newest one are still coming. */
    private Optional<PruneStep> compaction(History history, List<Part> parts) {
        Optional<LocalDate> newest = history.last().map(last -> LocalDate.ofInstant(last.readPoint(), ZoneOffset.UTC));
        Map<Object, Map<String, Long>> days = new HashMap<>();
        parts.stream()
                .filter(part -> newest.filter(part.day()::isBefore).isPresent())
                .forEach(part ->
                        days.computeIfAbsent(part.day(), day -> new HashMap<>()).put(part.file(), part.fileBytes()));
        Map<Object, Collection<Long>> sizes = new HashMap<>();
        days.forEach((day, files) -> sizes.put(day, files.values()));
        return new Compaction(folder, LakeRow.DAY).of(sizes);
    }
}
