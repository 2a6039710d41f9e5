package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Say whether the sandbox is up (exit code 0) or down (1), and where its servers listen.")
final class StatusCommand implements Callable<Integer> {
    private final SandboxDirectory directory;

    @Spec
    private CommandSpec spec;

    StatusCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        Optional<SandboxState> up = SandboxState.read(directory.stateFile()).filter(SandboxState::ready);
        if (up.isEmpty()) {
            spec.commandLine().getOut().println("The sandbox is down.");
            return ExitCode.FAILED.code();
        }
        SandboxReport.print(directory, up.get(), spec.commandLine().getOut());
        return ExitCode.DONE.code();
    }
}
