package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * Whether a server's data folder was created to the end. The mark is set after the first complete start, so that a folder
 * whose creation was killed halfway is created anew and not taken for data.
 *
 * @param data the data folder
 * @param mark the file that says so
 */
record Installation(Path data, Path mark) {
    static Installation in(Path folder) {
        return new Installation(folder.resolve("data"), folder.resolve("installed"));
    }

    boolean complete() {
        return Files.exists(mark);
    }

    /** Removes what an interrupted creation left. */
    void clear() {
        try {
            FileUtils.deleteDirectory(data.toFile());
        } catch (IOException e) {
            throw VarveException.failed("Cannot remove " + data + ": " + e + ". Delete it by hand.", e);
        }
    }

    void markComplete() {
        try {
            Files.writeString(mark, "");
        } catch (IOException e) {
            throw VarveException.failed("Cannot write " + mark + ": " + e + ". Check the disk.", e);
        }
    }
}
