package dev.varve.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lake's log: {@code manifests/<n>.json}, each written once and never changed. */
public final class ManifestLog {
    private final ObjectStore store;

    public ManifestLog(ObjectStore store) {
        this.store = store;
    }

    /**
     * All manifests.
     *
     * @throws VarveException if a number is missing or a file is no manifest
     */
    public History read() {
        TreeSet<Integer> numbers = store.list("manifests").stream()
                .filter(name -> name.matches("[1-9]\\d{0,8}\\.json"))
                .map(name -> Integer.valueOf(name.substring(0, name.length() - ".json".length())))
                .collect(Collectors.toCollection(TreeSet::new));
        List<History.Entry> entries = new ArrayList<>();
        for (int number : numbers) {
            if (number != entries.size() + 1) {
                throw VarveException.failed("Cannot read the lake's log: manifests/" + (entries.size() + 1)
                        + ".json is missing, but " + number + ".json is there. Restore the missing file.");
            }
            entries.add(entry(number));
        }
        return new History(entries);
    }

    /**
     * Appends a manifest.
     *
     * @throws VarveException (busy) if another run committed that number first
     */
    public void append(Manifest manifest) {
        String path = path(manifest.number());
        if (!store.putIfAbsent(path, bytes(manifest))) {
            String winner = entry(manifest.number()).manifest().runId();
            if (!winner.equals(manifest.runId())) {
                throw VarveException.busy("Cannot commit manifest " + manifest.number() + " of pipeline "
                        + manifest.pipeline() + ": run " + winner
                        + " committed it first. Nothing of this run is visible; run again.");
            }
        }
    }

    private History.Entry entry(int number) {
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
            return new History.Entry(manifest, sha256(bytes));
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
