package dev.varve.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * One pair of databases and one S3 server for all integration tests of a JVM: started when first asked for, stopped and
 * removed when the JVM ends. Tests share them, so each makes its own databases, schemas or buckets.
 */
public final class TestServers {
    private TestServers() {}

    public static SandboxServers shared() {
        return DatabasesHolder.SERVERS;
    }

    public static S3Server s3() {
        return S3Holder.SERVER;
    }

    private static final class DatabasesHolder {
        private static final SandboxServers SERVERS = start();

        private static SandboxServers start() {
            Path root = folder();
            SandboxServers servers = SandboxServers.start(root);
            atEnd(servers::close, root);
            return servers;
        }
    }

    private static final class S3Holder {
        private static final S3Server SERVER = start();

        private static S3Server start() {
            Path root = folder();
            S3Server server = S3Server.start(root);
            atEnd(server::close, root);
            return server;
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("varve-test-servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void atEnd(Runnable close, Path root) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close.run();
            FileUtils.deleteQuietly(root.toFile());
        }));
    }
}
