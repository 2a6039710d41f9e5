package dev.varve.lake;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The manifests of a lake, in order from number 1.
 *
 * @param entries each with the hash of its file
 */
public record History(List<Entry> entries) {
    public History {
        entries = List.copyOf(entries);
    }

    /** A manifest and the SHA-256 of its file, in hexadecimal. */
    public record Entry(Manifest manifest, String sha256) {}

    public Optional<Manifest> last() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).manifest());
    }

    /** The history as it was when the manifest of that number was the last; 0 gives an empty one. */
    public History upTo(int number) {
        return new History(entries.subList(0, number));
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

    /** The newest ingest that stored a complete copy of a table. */
    public Optional<Manifest> newestSnapshot(String table) {
        return newest(table, TableManifest::snapshot);
    }

    /** The newest ingest that read a table completely, whether or not it had to store the copy. */
    public Optional<Manifest> newestCompleteRead(String table) {
        return newest(table, found -> found.read() != TableManifest.Read.INCREMENTAL);
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
