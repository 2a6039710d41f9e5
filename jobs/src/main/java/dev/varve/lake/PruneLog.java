package dev.varve.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** What prunes left of the snapshots: {@code prunes/<n>.json}, of which the newest speaks for all. */
final class PruneLog {
    private static final String FOLDER = "prunes";

    private final ObjectStore store;
    private final Optional<String> pipeline;

    /** The log of a pipeline, or of whatever pipeline wrote it. */
    PruneLog(ObjectStore store, Optional<String> pipeline) {
        this.store = store;
        this.pipeline = pipeline;
    }

    /** What the newest prune left; empty if nothing was ever pruned. */
    Optional<PruneRecord> newest() {
        return newestAfter(Optional.empty());
    }

    /** The newest record; the known one is not read again. */
    Optional<PruneRecord> newestAfter(Optional<PruneRecord> known) {
        OptionalInt newest = store.list(FOLDER).stream()
                .filter(name -> name.matches("[1-9]\\d{0,8}\\.json"))
                .mapToInt(name -> Integer.parseInt(name.substring(0, name.length() - ".json".length())))
                .max();
        int last = known.map(PruneRecord::number).orElse(0);
        return newest.isPresent() && newest.getAsInt() > last ? Optional.of(read(newest.getAsInt())) : known;
    }

    void append(PruneRecord prune) {
        String path = path(prune.number());
        if (!store.putIfAbsent(path, bytes(prune))) {
            String winner = read(prune.number()).runId();
            if (!winner.equals(prune.runId())) {
                throw VarveException.busy("Cannot prune pipeline " + prune.pipeline() + ": run " + winner + " wrote "
                        + path + " first. Nothing was removed; run again.");
            }
        }
    }

    private PruneRecord read(int number) {
        String path = path(number);
        byte[] bytes = store.read(path)
                .orElseThrow(
                        () -> VarveException.failed("Cannot read " + path + ": it disappeared while it was read."));
        String problem = "Cannot read " + path
                + ": it is no record of a prune of this version. Restore the file from a copy of the lake.";
        PruneRecord prune;
        try {
            prune = LakeJson.read(bytes, PruneRecord.class);
        } catch (IOException e) {
            throw VarveException.failed(problem, e);
        }
        if (prune.format() != PruneRecord.FORMAT || prune.number() != number) {
            throw VarveException.failed(problem);
        }
        if (pipeline.filter(name -> !name.equals(prune.pipeline())).isPresent()) {
            throw VarveException.refused("Cannot read " + path + ": it is of pipeline " + prune.pipeline() + ", not "
                    + pipeline.get() + ". Restore the file from a copy of this lake.");
        }
        return prune;
    }

    private static String path(int number) {
        return FOLDER + "/" + number + ".json";
    }

    private static byte[] bytes(PruneRecord prune) {
        try {
            return LakeJson.MAPPER.writeValueAsBytes(prune);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of a prune is always JSON", e);
        }
    }
}
