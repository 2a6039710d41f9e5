package dev.varve.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The lake's log: {@code manifests/<n>.json} and {@code prunes/<n>.json}, each written once and never changed. */
public final class ManifestLog {
    private static final int READERS = 16;

    private final ObjectStore store;
    private final Optional<String> pipeline;
    private final PruneLog prunes;
    private final Map<Integer, History.Entry> known = new ConcurrentHashMap<>();

    /** The log of whatever pipeline wrote it. */
    public ManifestLog(ObjectStore store) {
        this(store, Optional.empty());
    }

    /** The log of a pipeline; a manifest of another one is refused. */
    public ManifestLog(ObjectStore store, String pipeline) {
        this(store, Optional.of(pipeline));
    }

    private ManifestLog(ObjectStore store, Optional<String> pipeline) {
        this.store = store;
        this.pipeline = pipeline;
        this.prunes = new PruneLog(store, pipeline);
    }

    /**
     * All manifests, and what was pruned of their snapshots. That is read last: a prune may know manifests that were committed
     * after the list was made, but what it left is enough for those of the list.
     *
     * @throws VarveException if a number is missing or a file is no manifest
     */
    public History read() {
        TreeSet<Integer> numbers = store.list("manifests").stream()
                .filter(name -> name.matches("[1-9]\\d{0,8}\\.json"))
                .map(name -> Integer.valueOf(name.substring(0, name.length() - ".json".length())))
                .collect(Collectors.toCollection(TreeSet::new));
        fetch(numbers);
        List<History.Entry> entries = new ArrayList<>();
        Optional<Instant> end = Optional.empty();
        for (int number : numbers) {
            if (number != entries.size() + 1) {
                throw VarveException.failed("Cannot read the lake's log: manifests/" + (entries.size() + 1)
                        + ".json is missing, but " + number + ".json is there. Restore the missing file.");
            }
            History.Entry entry = Objects.requireNonNull(known.get(number));
            checkFollows(end, entry.manifest());
            entries.add(entry);
            end = Optional.of(entry.manifest().readPoint());
        }
        return new History(entries, prunes.newest());
    }

    /**
     * As {@link #read}, for who is about to write or to remove: a log that lost its last files looks like a shorter one.
     *
     * @throws VarveException (refused) if a prune saw manifests that are not there
     */
    public History readWhole() {
        History history = read();
        if (history.isCut()) { // or both were written while the list was made
            history = read();
        }
        if (history.isCut()) {
            PruneRecord prune = history.prune().orElseThrow();
            throw VarveException.refused("Cannot write the lake of pipeline " + prune.pipeline() + ": prunes/"
                    + prune.number() + ".json saw " + prune.through() + " manifests, and "
                    + history.entries().size()
                    + " are there. Restore manifests/ from a copy of the lake, or delete prunes/"
                    + " as well if the lake was deleted to begin anew. Nothing was changed.");
        }
        return history;
    }

    /** The same manifests with what has been pruned by now; equal to what was given if no prune has begun since. */
    public History refreshed(History history) {
        return new History(history.entries(), prunes.newestAfter(history.prune()));
    }

    /**
     * Records what a prune is about to remove, before it does.
     *
     * @throws VarveException (busy) if another prune recorded that number first
     */
    public void append(PruneRecord prune) {
        prunes.append(prune);
    }

    /**
     * Appends a manifest.
     *
     * @throws VarveException (busy) if another run committed that number first
     */
    public void append(Manifest manifest) {
        String path = path(manifest.number());
        CommitPoint.BEFORE_MANIFEST.reached();
        if (!store.putIfAbsent(path, bytes(manifest))) {
            String winner = stored(manifest.number()).manifest().runId();
            if (!winner.equals(manifest.runId())) {
                throw VarveException.busy("Cannot commit manifest " + manifest.number() + " of pipeline "
                        + manifest.pipeline() + ": run " + winner
                        + " committed it first. Nothing of this run is visible; run again.");
            }
        }
        CommitPoint.AFTER_MANIFEST.reached();
    }

    /** A whole manifest may still be a copy from another place. */
    private void checkFollows(Optional<Instant> end, Manifest manifest) {
        if (pipeline.filter(name -> !name.equals(manifest.pipeline())).isPresent()) {
            throw VarveException.refused("Cannot read " + path(manifest.number()) + ": it is of pipeline "
                    + manifest.pipeline() + ", not " + pipeline.get() + ". Restore the file from a copy of this lake.");
        }
        if (!manifest.previousReadPoint().equals(end)) {
            throw VarveException.refused("Cannot read " + path(manifest.number())
                    + ": its interval starts at " + told(manifest.previousReadPoint()) + ", the one before ends at "
                    + told(end) + ". Restore the file from a copy of this lake.");
        }
    }

    /** A bucket answers after some ten milliseconds, and a log may have thousands of files. */
    private void fetch(Set<Integer> numbers) {
        List<Callable<History.Entry>> reads = numbers.stream()
                .filter(number -> !known.containsKey(number))
                .<Callable<History.Entry>>map(number -> () -> known.computeIfAbsent(number, this::stored))
                .toList();
        AtOnce.run(reads, READERS);
    }

    private static String told(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("none");
    }

    private History.Entry stored(int number) {
        byte[] bytes = store.read(path(number))
                .orElseThrow(() ->
                        VarveException.failed("Cannot read " + path(number) + ": it disappeared while it was read."));
        String problem = "Cannot read " + path(number)
                + ": it is no manifest of this version. Restore the file from a copy of the lake.";
        try {
            Manifest manifest = LakeJson.read(bytes, Manifest.class);
            if (manifest.format() != Manifest.FORMAT || manifest.number() != number) {
                throw VarveException.failed(problem);
            }
            return new History.Entry(manifest, Sha256.of(bytes));
        } catch (IOException e) {
            throw VarveException.failed(problem, e);
        }
    }

    private static String path(int number) {
        return "manifests/" + number + ".json";
    }

    private static byte[] bytes(Manifest manifest) {
        try {
            return LakeJson.MAPPER.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest is always JSON", e);
        }
    }
}
