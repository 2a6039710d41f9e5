package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import java.io.PrintWriter;
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
        boolean s3 = ServerProcess.s3(directory.s3()).running().isPresent();
        PrintWriter out = spec.commandLine().getOut();
        if (up.isEmpty()) {
            out.println("The sandbox is down.");
            if (s3) {
                out.println("Its S3 server still runs: ./varve sandbox down stops it.");
            }
            return ExitCode.FAILED.code();
        }
        SandboxReport.print(directory, up.get(), out);
        if (!s3 && up.get().lake() == SandboxLake.s3) {
            out.println("The S3 server, which has the lake, is gone: ./varve sandbox up starts it again.");
            return ExitCode.FAILED.code();
        }
        return ExitCode.DONE.code();
    }
}
