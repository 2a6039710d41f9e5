package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        PrintWriter progress = spec.commandLine().getErr();
        Optional<SandboxState> before = SandboxState.read(directory.stateFile());
        if (before.filter(SandboxState::ready).isPresent()) {
            progress.println("The sandbox is already up.");
        } else {
            progress.println(
                    before.isPresent()
                            ? "Starting MariaDB and Postgres ..."
                            : "Starting MariaDB and Postgres (the first time creates them, about 20 s) ...");
            progress.flush();
            awaitReady(SupervisorLauncher.launch(directory));
        }
        SandboxState.read(directory.stateFile())
                .ifPresent(state ->
                        SandboxReport.print(directory, state, spec.commandLine().getOut()));
        return ExitCode.DONE.code();
    }

    private void awaitReady(Process supervisor) {
        boolean settled = Patience.until(() -> isReady() || isLost(supervisor), START);
        if (!settled || !isReady()) {
            supervisor.destroy();
            throw VarveException.failed("Cannot start the sandbox: its process "
                    + (settled ? "ended. " : "took longer than " + START.toMinutes() + " minutes. ") + "The end of "
                    + directory.logFile() + ":\n  " + String.join("\n  ", lastLines()));
        }
    }

    private boolean isReady() {
        return SandboxState.read(directory.stateFile())
                .filter(SandboxState::ready)
                .isPresent();
    }

    /** Another {@code up} may have been first: then our process gives way and its process is the one to wait for. */
    private boolean isLost(Process supervisor) {
        return !supervisor.isAlive()
                && SandboxState.read(directory.stateFile())
                        .flatMap(state -> state.supervisor().process())
                        .isEmpty();
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
