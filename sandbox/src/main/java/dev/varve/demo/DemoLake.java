package dev.varve.demo;

import dev.varve.lake.Layout;
import dev.varve.pipeline.VarveException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** All files of one pipeline's lake, on disk or in buckets, the lease and its lock left out. */
final class DemoLake {
    private final Layout layout;

    DemoLake(Layout layout) {
        this.layout = layout;
    }

    boolean isEmpty() {
        return roots().stream()
                .allMatch(root -> on(
                        root, "list", files -> contents(files, new Path(root)).isEmpty()));
    }

    /** Deletes them, and what it may find of an earlier, interrupted deletion. */
    void wipe() {
        roots().forEach(root -> on(root, "empty", files -> {
            for (Path path : contents(files, new Path(root))) {
                files.delete(path, true);
                // A local file system says that it deleted nothing, or some, by no exception.
                if (files.exists(path)) {
                    throw new IOException(path + " cannot be deleted");
                }
            }
            return root;
        }));
    }

    private List<URI> roots() {
        return List.of(layout.raw(), layout.processed());
    }

    private static List<Path> contents(FileSystem files, Path root) throws IOException {
        try {
            return Arrays.stream(files.listStatus(root))
                    .map(FileStatus::getPath)
                    .filter(path -> !path.getName().contains("lease.json"))
                    .toList();
        } catch (FileNotFoundException e) { // nothing was ever written
            return List.of();
        }
    }

    private interface Work<T> {
        T on(FileSystem files) throws IOException;
    }

    /** Of its own, as those that Hadoop shares keep the settings that they were first asked for with. */
    private <T> T on(URI root, String verb, Work<T> work) {
        try (FileSystem files = FileSystem.newInstance(root, layout.configure(new Configuration()))) {
            return work.on(files);
        } catch (IOException e) {
            throw VarveException.failed(
                    "Cannot " + verb + " " + root + ": " + e
                            + ". Use the account that wrote it, and see ./varve sandbox" + " status.",
                    e);
        }
    }
}
