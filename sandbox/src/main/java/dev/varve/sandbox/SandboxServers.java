package dev.varve.sandbox;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.Secret;
import dev.varve.pipeline.VarveException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * MariaDB and Postgres, run by this process on 127.0.0.1, their data kept in a folder. Whatever an earlier, killed process
 * left running on that folder is stopped first; a folder that another process runs servers on is refused.
 */
public final class SandboxServers implements AutoCloseable {
    private final SandboxDirectory directory;
    private final SandboxState state;
    private final SandboxLock lock;
    private final Servers servers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Servers(MariaDbServer mariaDb, PostgresServer postgres) {
        void close() {
            try {
                postgres.close();
            } finally {
                mariaDb.close();
            }
        }
    }

    private SandboxServers(SandboxDirectory directory, SandboxState state, SandboxLock lock, Servers servers) {
        this.directory = directory;
        this.state = state;
        this.lock = lock;
        this.servers = servers;
    }

    /**
     * Starts both servers and returns when both take connections.
     *
     * @param root the folder for data and lake ({@code .varve} in a checkout); created if missing
     * @throws VarveException if a server does not start, or another process runs the folder's servers
     */
    public static SandboxServers start(Path root) {
        return start(new SandboxDirectory(root), PortWishes.NONE);
    }

    static SandboxServers start(SandboxDirectory directory, PortWishes wishes) {
        if (directory.root().toString().contains(" ")) {
            throw VarveException.failed("Cannot start the sandbox in " + directory.root()
                    + ": MariaDB's installer does not work in a folder with a space in its name. Move the checkout.");
        }
        directory.createServersFolder();
        SandboxLock lock = SandboxLock.acquire(directory.lockFile());
        try {
            processes(directory).forEach(ServerProcess::stop);
            return Ports.inTurn(
                    () -> startOnFreePorts(directory, state(directory).with(wishes), lock));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static SandboxServers startOnFreePorts(SandboxDirectory directory, SandboxState wanted, SandboxLock lock) {
        SandboxState state = wanted.onFreePorts().with(Supervisor.current(Supervisor.Phase.STARTING));
        state.write(directory.stateFile());
        Servers servers = startBoth(directory, state);
        SandboxState ready = state.with(Supervisor.current(Supervisor.Phase.READY));
        ready.write(directory.stateFile());
        return new SandboxServers(directory, ready, lock, servers);
    }

    /** The names and values with which pipelines and command-line clients reach these servers and the lake beside them. */
    public Map<String, String> variables() {
        return SandboxVariables.of(directory, state);
    }

    /** The database {@code stock} of the MySQL-protocol server, with the right to make others. */
    public Endpoint source() {
        return new Endpoint(
                SandboxVariables.mysqlUrl(state),
                ServerAccount.USER,
                new Secret(state.mysql().password()));
    }

    /** The database {@code warehouse} of Postgres, as its owner. */
    public Endpoint warehouse() {
        return new Endpoint(
                SandboxVariables.postgresUrl(state),
                ServerAccount.USER,
                new Secret(state.postgres().password()));
    }

    /** The same as the server's administrator, who may make roles. */
    Endpoint warehouseAdmin() {
        return new Endpoint(SandboxVariables.postgresUrl(state), "postgres", new Secret(state.postgresAdminPassword()));
    }

    /** The PEM file that a client of {@link #source()} has to trust. */
    Path sourceCertificate() {
        return ServerCertificate.in(directory.mariaDb()).certificate();
    }

    /** The PEM file that a client of {@link #warehouse()} has to trust. */
    Path warehouseCertificate() {
        return ServerCertificate.in(directory.postgres()).certificate();
    }

    /** Waits until one of the servers ends. */
    void awaitEnd() {
        CompletableFuture.anyOf(processes(directory)
                        .flatMap(process -> process.running().stream())
                        .map(ProcessHandle::onExit)
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Stops both servers and returns when their processes are gone; the data stays. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            servers.close();
        } finally {
            SandboxState.change(directory, last -> last.with(Supervisor.NONE));
            lock.close();
        }
    }

    static Stream<ServerProcess> processes(SandboxDirectory directory) {
        return Stream.of(ServerProcess.mariaDb(directory), ServerProcess.postgres(directory));
    }

    private static Servers startBoth(SandboxDirectory directory, SandboxState state) {
        // Set up here, as two threads that do it at once make SLF4J complain.
        LoggerFactory.getILoggerFactory();
        CompletableFuture<MariaDbServer> mariaDb =
                CompletableFuture.supplyAsync(() -> MariaDbServer.start(directory, state.mysql()));
        CompletableFuture<PostgresServer> postgres = CompletableFuture.supplyAsync(
                () -> PostgresServer.start(directory, state.postgres(), state.postgresAdminPassword()));
        try {
            return mariaDb.thenCombine(postgres, Servers::new).join();
        } catch (CompletionException e) {
            // Both have ended or failed by now; the one that did start must not stay behind.
            processes(directory).forEach(ServerProcess::stop);
            if (e.getCause() instanceof VarveException known) {
                throw known;
            }
            throw e;
        }
    }

    private static SandboxState state(SandboxDirectory directory) {
        return SandboxState.read(directory.stateFile()).orElseGet(() -> {
            if (Installation.in(directory.postgres()).complete()) {
                throw VarveException.failed("Cannot start the sandbox: " + directory.servers()
                        + " holds data, but sandbox.json with its passwords is gone. Delete the folder to"
                        + " start afresh.");
            }
            return SandboxState.fresh();
        });
    }
}
