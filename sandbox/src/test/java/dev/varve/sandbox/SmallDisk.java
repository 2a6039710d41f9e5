package dev.varve.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A disk of four megabytes that a test can fill: a tmpfs. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether this user may have one. */
    static boolean mayBeMounted() throws IOException {
        Path folder = Files.createTempDirectory("varve-disk");
        try (SmallDisk disk = mount(folder)) {
            return Files.isDirectory(disk.folder());
        } catch (IOException e) {
            return false;
        } finally {
            Files.delete(folder);
        }
    }

    /** Mounts one at a folder, which is made. */
    static SmallDisk mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString()) != 0) {
            throw new IOException("no tmpfs can be mounted at " + folder);
        }
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Leaves no page free. */
    void fill() throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Leaves that many bytes free. */
    void fillBut(int bytes) throws IOException {
        Path reserve = folder.resolve(".reserve");
        Files.write(reserve, new byte[bytes]);
        fill();
        Files.delete(reserve);
    }

    /** Gives back what was filled. */
    void free() throws IOException {
        Files.delete(filler());
    }

    /** The names of the files directly in it. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Path filler() {
        return folder.resolve(".filler");
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            return -1; // no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
