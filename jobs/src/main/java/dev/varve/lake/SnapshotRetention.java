package dev.varve.lake;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What goes of a table's snapshots. They are partitioned by run, so that Delta's log knows all of it.
 *
 * @param folder the table's snapshots
 * @param table its name
 */
record SnapshotRetention(RawFolder folder, String table) {
    /**
     * The steps.
     *
     * @param staying the manifests whose snapshots stay
     * @throws VarveException (refused) if one of these is not there
     */
    List<PruneStep> plan(History history, Set<Integer> staying) throws IOException {
        if (!folder.isTable()) {
            return folder.unlogged(!staying.isEmpty()).stream().toList();
        }
        List<Manifest> named = history.entries().stream()
                .map(History.Entry::manifest)
                .filter(manifest ->
                        manifest.table(table).map(TableManifest::snapshot).orElse(false))
                .toList();
        Map<String, List<StoredFile>> runs = StoredFile.of(folder.spark(), folder.path(), LakeRow.RUN_ID).stream()
                .collect(groupingBy(StoredFile::partition, TreeMap::new, toList()));
        named.stream()
                .filter(manifest -> staying.contains(manifest.number()))
                .forEach(manifest -> checkThere(manifest, runs));
        List<PruneStep> steps = new ArrayList<>();
        debris(named, runs).ifPresent(steps::add);
        pruned(named, staying, runs).ifPresent(steps::add);
        compaction(named, staying, runs).ifPresent(steps::add);
        return steps;
    }

    /** What is left must be enough: a Delta log that lost a commit shows less, without an error. */
    private void checkThere(Manifest manifest, Map<String, List<StoredFile>> runs) {
        long rows = manifest.table(table).orElseThrow().counts().read();
        if (rows > 0 && !runs.containsKey(manifest.runId())) {
            throw VarveException.refused("Cannot prune " + folder.place() + ": the snapshot of manifest "
                    + manifest.number() + " as of " + manifest.asOf() + ", which is to stay, is not there."
                    + " Restore the lake's files, and prunes/ with them, from a copy. Nothing was removed.");
        }
    }

    private Optional<PruneStep> debris(List<Manifest> named, Map<String, List<StoredFile>> runs) {
        Map<String, List<StoredFile>> dead = new HashMap<>(runs);
        named.forEach(manifest -> dead.remove(manifest.runId()));
        dead.values().removeIf(files -> files.stream().anyMatch(file -> !folder.isSafe(file.written())));
        return step(Pruned.Kind.DEBRIS, RawFolder.deadRuns(dead.size()), dead);
    }

    /** Those that the policy lets go now, and those that an earlier prune recorded and did not come to remove. */
    private Optional<PruneStep> pruned(List<Manifest> named, Set<Integer> staying, Map<String, List<StoredFile>> runs) {
        Map<String, List<StoredFile>> going = new HashMap<>();
        List<List<String>> ranges = new ArrayList<>();
        boolean follows = false;
        for (Manifest manifest : named) {
            boolean goes = !staying.contains(manifest.number()) && runs.containsKey(manifest.runId());
            if (goes) {
                going.put(manifest.runId(), runs.getOrDefault(manifest.runId(), List.of()));
                if (!follows) {
                    ranges.add(new ArrayList<>());
                }
                ranges.get(ranges.size() - 1).add(manifest.asOf());
            }
            follows = goes;
        }
        String what = going.size() + (going.size() == 1 ? " snapshot" : " snapshots") + ", as of "
                + String.join(
                        ", ", ranges.stream().map(SnapshotRetention::range).toList());
        return step(Pruned.Kind.SNAPSHOT, what, going);
    }

    private static String range(List<String> labels) {
        return labels.size() < 3 ? String.join(", ", labels) : labels.get(0) + " to " + labels.get(labels.size() - 1);
    }

    private Optional<PruneStep> step(Pruned.Kind kind, String what, Map<String, List<StoredFile>> runs) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        List<StoredFile> files = runs.values().stream().flatMap(List::stream).toList();
        Pruned pruned = new Pruned(kind, folder.place(), what, files.size(), StoredFile.bytes(files));
        Object[] runIds = runs.keySet().toArray();
        return Optional.of(folder.delete(pruned, col(LakeRow.RUN_ID).isin(runIds)));
    }

    private Optional<PruneStep> compaction(
            List<Manifest> named, Set<Integer> staying, Map<String, List<StoredFile>> runs) {
        Map<Object, Collection<Long>> partitions = new HashMap<>();
        named.stream()
                .filter(manifest -> staying.contains(manifest.number()))
                .map(Manifest::runId)
                .filter(runs::containsKey)
                .forEach(run -> partitions.put(
                        run,
                        runs.getOrDefault(run, List.of()).stream()
                                .map(StoredFile::bytes)
                                .toList()));
        return new Compaction(folder, LakeRow.RUN_ID).of(partitions);
    }
}
