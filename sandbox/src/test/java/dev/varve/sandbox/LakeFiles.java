package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.delta.DeltaLog;

/** The files of a lake, and tests of what happens while one of them is not as it should be. */
final class LakeFiles {
    private LakeFiles() {}

    /** Their names with their hashes; the lock that replacing the lease leaves behind does not count. */
    static List<String> of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals(".lease.json.lock"))
                    .map(file -> folder.relativize(file) + " " + hash(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a test while a file or folder is not in its place. */
    static void whileAway(Path file, Runnable test) throws IOException {
        Path folder = Files.createTempDirectory("varve-away");
        Path away = folder.resolve("away");
        Files.move(file, away);
        DeltaLog.clearCache(); // as in another process
        try {
            test.run();
        } finally {
            Files.move(away, file);
            Files.delete(folder);
            DeltaLog.clearCache();
        }
    }

    /** Runs a test while a file says something else. */
    static void whileEdited(Path file, UnaryOperator<String> edit, Runnable test) throws IOException {
        String real = Files.readString(file);
        String edited = edit.apply(real);
        assertThat(edited).isNotEqualTo(real);
        Files.writeString(file, edited);
        try {
            test.run();
        } finally {
            Files.writeString(file, real);
        }
    }

    private static String hash(Path file) {
        try {
            return DigestUtils.sha256Hex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
