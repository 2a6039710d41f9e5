package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** An exclusive right, such as to run the servers of one folder; the system takes it back when its process ends, however it ends. */
final class SandboxLock implements AutoCloseable {
    private final FileChannel channel;

    private SandboxLock(FileChannel channel) {
        this.channel = channel;
    }

    static SandboxLock acquire(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw VarveException.busy("Cannot start the sandbox: another process runs the servers in "
                        + file.getParent() + ". Stop it with ./varve sandbox down.");
            }
            return new SandboxLock(channel);
        } catch (IOException e) {
            throw cannotLock(file, e);
        }
    }

    private static VarveException cannotLock(Path file, IOException e) {
        return VarveException.failed("Cannot lock " + file + ": " + e + ". Use the account that created it.", e);
    }

    /** Waits for whoever holds the lock. */
    static SandboxLock await(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new SandboxLock(channel);
        } catch (IOException e) {
            throw cannotLock(file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw VarveException.failed("Cannot release the sandbox's lock: " + e + ".", e);
        }
    }
}
