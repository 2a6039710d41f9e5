package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop all servers and wait until they are gone. The data stays for the next start.")
final class DownCommand implements Callable<Integer> {
    private static final Duration STOP = Duration.ofMinutes(2);

    private final SandboxDirectory directory;

    @Spec
    private CommandSpec spec;

    DownCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        Optional<ProcessHandle> supervisor = supervisor();
        boolean running = supervisor.isPresent()
                || ServerProcess.all(directory).stream()
                        .anyMatch(server -> server.running().isPresent());
        supervisor.ifPresent(this::end);
        // The S3 server, which has no supervisor, and others if theirs was killed.
        ServerProcess.all(directory).forEach(ServerProcess::stop);
        spec.commandLine().getErr().println(running ? "The sandbox is down." : "The sandbox was not up.");
        return ExitCode.DONE.code();
    }

    /** Without a readable state the servers can still be stopped; their supervisor then ends by itself. */
    private Optional<ProcessHandle> supervisor() {
        try {
            return SandboxState.read(directory.stateFile())
                    .flatMap(state -> state.supervisor().process());
        } catch (VarveException e) {
            spec.commandLine().getErr().println("varve: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void end(ProcessHandle supervisor) {
        supervisor.destroy();
        boolean gone = Patience.until(
                () -> !supervisor.isAlive() || supervisor.info().command().isEmpty(), STOP);
        if (!gone) {
            supervisor.destroyForcibly();
        }
    }
}
