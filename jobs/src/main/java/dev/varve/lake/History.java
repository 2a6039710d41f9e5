package dev.varve.lake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The manifests of a lake, in order from number 1.
 *
 * @param entries each with the hash of its file
 * @param prune what the newest prune left of the snapshots that they name
 */
public record History(List<Entry> entries, Optional<PruneRecord> prune) {
    public History {
        entries = List.copyOf(entries);
    }

    /** Manifests of which no snapshot was pruned. */
    public History(List<Entry> entries) {
        this(entries, Optional.empty());
    }

    /** A manifest and the SHA-256 of its file, in hexadecimal. */
    public record Entry(Manifest manifest, String sha256) {}

    public Optional<Manifest> last() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).manifest());
    }

    /** Whether a prune saw more manifests than there are. */
    boolean isCut() {
        return prune.map(PruneRecord::through).orElse(0) > entries.size();
    }

    /** The history as it was when the manifest of that number was the last; 0 gives an empty one. */
    public History upTo(int number) {
        return new History(entries.subList(0, number), prune);
    }

    /** The first manifest whose label is greater: its interval covers what that label would. */
    public Optional<Manifest> bridging(String asOf) {
        return entries.stream()
                .map(Entry::manifest)
                .filter(manifest -> manifest.asOf().compareTo(asOf) > 0)
                .findFirst();
    }

    /** How many rows the state of a table has, as its manifests count them. */
    public long rows(String table) {
        return entries.stream()
                .flatMap(entry -> entry.manifest().table(table).stream())
                .mapToLong(found -> found.counts().inserted() - found.counts().deleted())
                .sum();
    }

    /** What the newest ingest that captured a table did with it. */
    public Optional<TableManifest> lastOf(String table) {
        return newestRead(table).flatMap(manifest -> manifest.table(table));
    }

    /** The newest ingest that captured a table. */
    public Optional<Manifest> newestRead(String table) {
        return newest(table, found -> true);
    }

    /** The newest ingest that stored a complete copy of a table which no prune has removed since. */
    public Optional<Manifest> newestSnapshot(String table) {
        List<Manifest> snapshots = snapshots(table);
        return snapshots.isEmpty() ? Optional.empty() : Optional.of(snapshots.get(snapshots.size() - 1));
    }

    /** The ingests that stored a complete copy of a table which no prune has removed since, oldest first. */
    public List<Manifest> snapshots(String table) {
        return entries.stream()
                .map(Entry::manifest)
                .filter(manifest ->
                        manifest.table(table).map(TableManifest::snapshot).orElse(false))
                .filter(manifest -> prune.map(pruned -> !pruned.removed(table, manifest.number()))
                        .orElse(true))
                .toList();
    }

    /** The names of all tables that were ever captured. */
    public Set<String> tables() {
        return entries.stream()
                .flatMap(entry -> entry.manifest().tables().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The newest ingest that read a table completely, whether or not it had to store the copy. */
    public Optional<Manifest> newestCompleteRead(String table) {
        return newest(table, found -> found.read().isComplete());
    }

    /** The manifests after a number that have a layer of a table. */
    public List<Manifest> layersAfter(int number, String table) {
        return entries.stream()
                .map(Entry::manifest)
                .filter(manifest -> manifest.number() > number)
                .filter(manifest -> manifest.table(table)
                        .map(found -> found.counts().changed() > 0)
                        .orElse(false))
                .toList();
    }

    /** The rows of all layers: no state of this history has more. */
    public long rowsChanged() {
        return entries.stream()
                .mapToLong(entry -> entry.manifest().rowsChanged())
                .sum();
    }

    private Optional<Manifest> newest(String table, Predicate<TableManifest> wanted) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Manifest manifest = entries.get(i).manifest();
            if (manifest.table(table).filter(wanted).isPresent()) {
                return Optional.of(manifest);
            }
        }
        return Optional.empty();
    }
}
