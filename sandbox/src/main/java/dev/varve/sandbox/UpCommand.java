package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start both servers, keep their data under .varve/sandbox, and leave them running.",
            "A port that is asked for and taken is an error (exit code 1); otherwise a taken one is moved upwards."
        })
final class UpCommand implements Callable<Integer> {
    private final SandboxDirectory directory;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PortOptions ports = new PortOptions();

    UpCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        PrintWriter progress = spec.commandLine().getErr();
        if (!new SandboxStart(directory).ensureUp(progress, ports.wishes())) {
            progress.println("The sandbox is already up.");
        }
        SandboxState.read(directory.stateFile())
                .ifPresent(state ->
                        SandboxReport.print(directory, state, spec.commandLine().getOut()));
        return ExitCode.DONE.code();
    }
}
