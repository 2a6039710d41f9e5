package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start both servers, keep their data under .varve/sandbox, and leave them running.")
final class UpCommand implements Callable<Integer> {
    private static final Duration START = Duration.ofMinutes(3);
    private static final int LOG_LINES = 15;

    private final SandboxDirectory directory;

    @Spec
    private CommandSpec spec;

    UpCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        directory.createServersFolder();
        SandboxLock lock = SandboxLock.await(directory.startLockFile());
        try {
            startUnlessReady(spec.commandLine().getErr());
        } finally {
            lock.close();
        }
        SandboxState.read(directory.stateFile())
                .ifPresent(state ->
                        SandboxReport.print(directory, state, spec.commandLine().getOut()));
        return ExitCode.DONE.code();
    }

    private void startUnlessReady(PrintWriter progress) {
        if (isReady()) {
            progress.println("The sandbox is already up.");
            return;
        }
        progress.println(
                Files.exists(directory.stateFile())
                        ? "Starting MariaDB and Postgres ..."
                        : "Starting MariaDB and Postgres (the first time creates them, about 15 s) ...");
        progress.flush();
        awaitReady(SupervisorLauncher.launch(directory));
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
