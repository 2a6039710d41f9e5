package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.io.FileUtils;

/** Starts S3Mock's jar, which lies beside the build and not on the class path, as its libraries are not Spark's. */
final class S3Launcher {
    /** Other variables could set Spring's properties. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ");

    /** The shell writes the pid file before there is a server, so that none is ever without one. */
    private static final String WRITE_PID = "echo $$ >\"$0\" && exec \"$@\"";

    private static final Duration PID_WRITTEN = Duration.ofSeconds(30);
    private static final String CONNECTOR = "s3mock-connector.xml";

    private S3Launcher() {}

    /** Returns when the process is there, before it answers. */
    static void launch(Path folder, int port) {
        try {
            FileUtils.deleteDirectory(temporaryFiles(folder).toFile());
            Files.createDirectories(temporaryFiles(folder));
            Files.createDirectories(data(folder));
            copyConnector(folder);
            ProcessBuilder builder = new ProcessBuilder(Setsid.before(command(folder, port)))
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(logFile(folder).toFile());
            builder.environment().keySet().retainAll(ENVIRONMENT);
            Files.deleteIfExists(pidFile(folder));
            Process process = builder.start();
            ServerProcess server = ServerProcess.s3(folder);
            Patience.until(() -> server.running().isPresent() || !process.isAlive(), PID_WRITTEN);
        } catch (IOException e) {
            throw VarveException.failed("Cannot start the S3 server in " + folder + ": " + e + ".", e);
        }
    }

    static Path data(Path folder) {
        return folder.resolve("data");
    }

    static Path pidFile(Path folder) {
        return folder.resolve("s3.pid");
    }

    static Path logFile(Path folder) {
        return folder.resolve("s3.log");
    }

    /** Beside the data, so that a finished upload is renamed and not copied. */
    static Path temporaryFiles(Path folder) {
        return folder.resolve("tmp");
    }

    private static List<String> command(Path folder, int port) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", WRITE_PID, pidFile(folder).toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporaryFiles(folder),
                // Its first connector is one for TLS, which is turned off; the second, which listens too, takes any
                // port.
                "-Dserver.address=127.0.0.1",
                "-Dserver.port=" + port,
                "-Dserver.ssl.enabled=false",
                "-Dhttp.port=0",
                "-Dspring.main.sources=file:" + CONNECTOR,
                "-Dspring.main.banner-mode=off",
                "-Dserver.shutdown=immediate",
                // Clients, not the server, decide when a connection has been idle for too long.
                "-Dserver.tomcat.max-keep-alive-requests=-1",
                "-Dserver.tomcat.keep-alive-timeout=10m",
                "-Dcom.adobe.testing.s3mock.store.retain-files-on-exit=true",
                "-Dcom.adobe.testing.s3mock.store.root=" + data(folder).toRealPath(),
                "-jar",
                jar().toString()));
        return command;
    }

    private static void copyConnector(Path folder) throws IOException {
        try (InputStream connector = Objects.requireNonNull(S3Launcher.class.getResourceAsStream(CONNECTOR))) {
            Files.copy(connector, folder.resolve(CONNECTOR), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The build lays it beside this code, be that a folder or a jar. */
    private static Path jar() {
        try {
            Path code = Path.of(S3Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path jar = code.resolveSibling("s3mock.jar");
            if (!Files.exists(jar)) {
                throw VarveException.failed("Cannot start the S3 server: " + jar
                        + " is missing. Build it with ./mvnw -DskipTests package.");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
