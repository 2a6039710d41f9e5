package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts a sandbox in the background, where it outlives this process, unless it is up. */
public final class SandboxStart {
    private static final Duration START = Duration.ofMinutes(3);
    private static final int LOG_LINES = 15;

    private final SandboxDirectory directory;

    public SandboxStart(SandboxDirectory directory) {
        this.directory = directory;
    }

    /**
     * Returns when both servers take connections. Of several processes that ask at once, one starts them.
     *
     * @param progress told before a start, which takes some seconds
     * @return false if the sandbox was up
     * @throws VarveException if it does not start
     */
    public boolean ensureUp(PrintWriter progress) {
        return ensureUp(progress, PortWishes.NONE);
    }

    /** As above, on the ports that a user asks for; a sandbox that is up on others is an error. */
    boolean ensureUp(PrintWriter progress, PortWishes wishes) {
        directory.createServersFolder();
        SandboxLock lock = SandboxLock.await(directory.startLockFile());
        try {
            return startUnlessReady(progress, wishes);
        } finally {
            lock.close();
        }
    }

    private boolean startUnlessReady(PrintWriter progress, PortWishes wishes) {
        Optional<SandboxState> state = SandboxState.read(directory.stateFile());
        if (state.filter(SandboxState::ready).isPresent()) {
            state.get().requireOn(wishes);
            return false;
        }
        requirePorts(state.orElseGet(SandboxState::fresh).with(wishes));
        progress.println(
                Files.exists(directory.stateFile())
                        ? "Starting MariaDB and Postgres ..."
                        : "Starting MariaDB and Postgres (the first time creates them, about 15 s) ...");
        progress.flush();
        awaitReady(SupervisorLauncher.launch(directory, wishes));
        return true;
    }

    /** Said here already, before there is a process whose log would have to be read. */
    private void requirePorts(SandboxState wanted) {
        boolean servers = SandboxServers.processes(directory)
                .anyMatch(server -> server.running().isPresent());
        if (!servers) { // those that a killed supervisor left may be what listens; they are stopped at the start
            wanted.onFreePorts();
        }
    }

    private void awaitReady(Process supervisor) {
        Patience.until(() -> isReady() || !supervisor.isAlive(), START);
        if (!isReady()) {
            String fate = supervisor.isAlive() ? "took longer than " + START.toMinutes() + " minutes" : "ended";
            supervisor.destroy();
            throw VarveException.failed("Cannot start the sandbox: its process " + fate + ". The end of "
                    + directory.logFile() + ":\n  " + String.join("\n  ", lastLines()));
        }
    }

    private boolean isReady() {
        return SandboxState.read(directory.stateFile())
                .filter(SandboxState::ready)
                .isPresent();
    }

    private List<String> lastLines() {
        try {
            List<String> lines = Files.readAllLines(directory.logFile());
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(unreadable: " + e + ")");
        }
    }
}
