package dev.varve.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * One pair of servers for all integration tests of a JVM: started when first asked for, stopped and removed when the JVM
 * ends. Tests share them, so each makes its own databases or schemas.
 */
public final class TestServers {
    private TestServers() {}

    public static SandboxServers shared() {
        return Holder.SERVERS;
    }

    private static final class Holder {
        private static final SandboxServers SERVERS = start();

        private static SandboxServers start() {
            try {
                Path root = Files.createTempDirectory("varve-test-servers");
                SandboxServers servers = SandboxServers.start(root);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    servers.close();
                    FileUtils.deleteQuietly(root.toFile());
                }));
                return servers;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
