package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The small files of a lake that must be written all or nothing: manifests and the lease. Paths are relative. */
public interface ObjectStore {
    /** The content of a file, if it is there. */
    Optional<byte[]> read(String path);

    /** Creates a file with its whole content; false, and nothing written, if there is one already. */
    boolean putIfAbsent(String path, byte[] content);

    /** Replaces a file's content if it is what is expected; false, and nothing written, if not. */
    boolean replace(String path, byte[] expected, byte[] content);

    /** The names of the files directly in a folder, sorted; empty if there is no such folder. */
    List<String> list(String folder);

    /** Deletes a file if its content is what is expected; false if not. */
    boolean delete(String path, byte[] expected);

    /**
     * The store at a root.
     *
     * @param root a {@code file:} or {@code s3a:} URI
     * @param s3 how a bucket is reached
     */
    static ObjectStore at(URI root, S3Settings s3) {
        return switch (String.valueOf(root.getScheme())) {
            case "file" -> new DiskStore(Path.of(root.getPath()));
            case "s3a" -> S3Store.at(root, s3);
            default ->
                throw VarveException.usage("Cannot use the lake at " + root
                        + ": it is neither a folder nor a bucket. Name a folder, a file: or an s3a: URI.");
        };
    }
}
