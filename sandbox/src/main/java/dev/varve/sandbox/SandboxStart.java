package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;

/** Starts what a sandbox is to have in the background, where it outlives this process, unless it is up. */
public final class SandboxStart {
    private static final Duration START = Duration.ofMinutes(3);

    private final SandboxDirectory directory;

    public SandboxStart(SandboxDirectory directory) {
        this.directory = directory;
    }

    /**
     * Returns when MariaDB and Postgres take connections, and the S3 server too if it has the sandbox's lake or would have the
     * one asked for. Of several processes that ask at once, one starts them.
     *
     * @param progress told before a start, which takes some seconds
     * @param lake a place for a lake; the sandbox's own stays where it is
     * @return false if all were up
     * @throws VarveException if a server does not start
     */
    public boolean ensureUp(PrintWriter progress, SandboxLake lake) {
        return ensureUp(progress, UpRequest.serving(lake));
    }

    /** Says where the lake of a sandbox that is up is from now on; nothing is copied. */
    public void moveLake(SandboxLake lake) {
        SandboxState.change(directory, state -> state.with(lake));
    }

    /** As above, as a user asks for it; a server that is up on another port is an error. */
    boolean ensureUp(PrintWriter progress, UpRequest request) {
        directory.createServersFolder();
        SandboxLock lock = SandboxLock.await(directory.startLockFile());
        try {
            return startMissing(progress, request);
        } finally {
            lock.close();
        }
    }

    private boolean startMissing(PrintWriter progress, UpRequest request) {
        SandboxState before = SandboxState.read(directory.stateFile()).orElseGet(SandboxState::fresh);
        boolean needsS3 = request.needsS3(before.lake());
        boolean startsS3 = needsS3 && !s3Runs();
        requirePorts(before, request);
        if (!before.ready()) {
            startDatabases(progress, request.ports());
        }
        SandboxState.change(directory, state -> state.with(request.ports().ofS3()));
        if (needsS3) {
            startS3(progress);
        }
        request.lake().ifPresent(this::moveLake);
        return !before.ready() || startsS3;
    }

    /** Said here already, before there is a process whose log would have to be read. */
    private void requirePorts(SandboxState before, UpRequest request) {
        SandboxState wanted = before.with(request.ports());
        if (before.ready()) {
            before.requireOn(request.ports());
        } else if (SandboxServers.processes(directory)
                .noneMatch(server -> server.running().isPresent())) {
            // Those that a killed supervisor left may be what listens; they are stopped at the start.
            wanted.onFreePorts();
        }
        if (s3Runs()) {
            before.s3().server().requireOn("the S3 server", request.ports().s3());
        } else if (request.needsS3(before.lake())) {
            wanted.withS3OnFreePort();
        }
    }

    private boolean s3Runs() {
        return ServerProcess.s3(directory.s3()).running().isPresent();
    }

    private void startDatabases(PrintWriter progress, PortWishes wishes) {
        progress.println(
                Files.exists(directory.stateFile())
                        ? "Starting MariaDB and Postgres ..."
                        : "Starting MariaDB and Postgres (the first time creates them, about 15 s) ...");
        progress.flush();
        awaitReady(SupervisorLauncher.launch(directory, wishes));
    }

    /** One that runs is asked too: whoever started it may have been killed before it answered. */
    private void startS3(PrintWriter progress) {
        if (!s3Runs()) {
            progress.println("Starting the S3 server (about 5 s) ...");
            progress.flush();
        }
        Ports.inTurn(() -> {
            if (!s3Runs()) {
                SandboxState.change(directory, SandboxState::withS3OnFreePort);
            }
            return S3Server.start(
                    directory.s3(),
                    SandboxState.read(directory.stateFile()).orElseThrow().s3());
        });
    }

    private void awaitReady(Process supervisor) {
        Patience.until(() -> isReady() || !supervisor.isAlive(), START);
        if (!isReady()) {
            String fate = supervisor.isAlive() ? "took longer than " + START.toMinutes() + " minutes" : "ended";
            supervisor.destroy();
            throw VarveException.failed("Cannot start the sandbox: its process " + fate + ". The end of "
                    + LogTail.of(directory.logFile()));
        }
    }

    private boolean isReady() {
        return SandboxState.read(directory.stateFile())
                .filter(SandboxState::ready)
                .isPresent();
    }
}
