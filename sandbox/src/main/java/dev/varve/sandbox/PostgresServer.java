package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The warehouse server: Postgres's own binaries, its data kept under one folder; every connection needs a password. */
final class PostgresServer implements AutoCloseable {
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final ServerProcess process;

    private PostgresServer(EmbeddedPostgres postgres, ServerProcess process) {
        this.postgres = postgres;
        this.process = process;
    }

    /** Starts the server and waits until it takes connections; the first time, creates its data folder, role and database. */
    static PostgresServer start(SandboxDirectory directory, ServerAccount account, String adminPassword) {
        Path folder = directory.postgres();
        Installation installation = Installation.in(folder);
        try {
            Files.createDirectories(folder);
            if (!installation.complete()) {
                installation.clear();
            }
            PostgresServer server = new PostgresServer(
                    launch(folder, account.port(), adminPassword), ServerProcess.postgres(directory));
            if (!installation.complete()) {
                server.createWarehouse(account);
                installation.markComplete();
            }
            return server;
        } catch (IOException | SQLException | RuntimeException e) {
            throw VarveException.failed("Cannot start Postgres in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static EmbeddedPostgres launch(Path folder, int port, String adminPassword) throws IOException {
        ServerCertificate certificate = ServerCertificate.in(folder);
        Path passwordFile = writePassword(folder.resolve("password"), adminPassword);
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.resolve("base").toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(STARTUP)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setConnectConfig("password", adminPassword)
                // These four are options of initdb; given twice, the later "auth" counts, so that trust never holds.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                // Iterations make it slow to guess a weak password, and to connect; these passwords are random.
                .setServerConfig("scram_iterations", "1")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("shared_buffers", "256MB")
                .start();
        Files.delete(passwordFile);
        return postgres;
    }

    private static Path writePassword(Path file, String password) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n");
    }

    private void createWarehouse(ServerAccount account) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement role = connection.prepareStatement("SELECT set_config('varve.password', ?, false)");
                Statement statement = connection.createStatement()) {
            role.setString(1, account.password());
            role.execute();
            statement.execute("""
                    DO $$ BEGIN
                      EXECUTE format('CREATE ROLE varve LOGIN CREATEDB PASSWORD %L', current_setting('varve.password'));
                    END $$
                    """);
            statement.execute("CREATE DATABASE warehouse OWNER varve");
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw VarveException.failed("Cannot stop Postgres: " + e.getMessage(), e);
        } finally {
            process.stop();
        }
    }
}
