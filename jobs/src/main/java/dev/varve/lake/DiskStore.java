package dev.varve.lake;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An object store in a folder. A file appears whole: it is written and synced under another name, then linked to its own,
 * which fails if that exists. Replacing and deleting compare under a lock on a file that stays.
 */
final class DiskStore implements ObjectStore {
    private static final Object LOCK = new Object();

    private final Path root;

    DiskStore(Path root) {
        this.root = root;
    }

    @Override
    public Optional<byte[]> read(String path) {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) {
        Path target = root.resolve(path);
        try {
            Path draft = draft(target, content);
            try {
                Files.createLink(target, draft);
                sync(Objects.requireNonNull(target.toAbsolutePath().getParent()));
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.delete(draft);
            }
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public boolean replace(String path, byte[] expected, byte[] content) {
        Path target = root.resolve(path);
        return ifContent(path, expected, () -> {
            Path draft = draft(target, content);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public boolean delete(String path, byte[] expected) {
        return ifContent(path, expected, () -> Files.delete(root.resolve(path)));
    }

    @Override
    public List<String> list(String folder) {
        Path directory = root.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private boolean ifContent(String path, byte[] expected, Step step) {
        if (!Files.isDirectory(root)) {
            return false; // nothing was ever put, and there is no room for a lock
        }
        Path lockFile = root.resolve("." + path.replace('/', '.') + ".lock");
        synchronized (LOCK) {
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel closes
                if (!read(path).map(content -> Arrays.equals(content, expected)).orElse(false)) {
                    return false;
                }
                step.run();
                return true;
            } catch (IOException e) {
                throw failed("write", path, e);
            }
        }
    }

    /** Makes a new name in a folder survive a power cut. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path draft(Path target, byte[] content) throws IOException {
        Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
        Path draft = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            write(draft, content);
            return draft;
        } catch (IOException e) {
            Files.deleteIfExists(draft); // on a full disk half of it may be there
            throw e;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private VarveException failed(String verb, String path, IOException e) {
        return VarveException.failed(
                "Cannot " + verb + " " + root.resolve(path) + ": " + reason(e)
                        + ". Check the lake's folder, its rights and its free space.",
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof FileAlreadyExistsException known) {
            return known.getFile() + " is no folder";
        }
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return VarveException.firstLine(e);
    }
}
