package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve completion}. */
@Command(
        name = "completion",
        description = {
            "Print a script that lets a shell complete commands, options and pipeline names.",
            "For this session of bash or zsh:  source <(./varve completion bash)",
            "Names of pipelines are those at hand when the script is made. It serves varve and ./varve."
        })
final class CompletionCommand implements Callable<Integer> {
    /** As they are typed. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.println("# Completes varve in " + shell + ".");
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.flush();
        return ExitCode.DONE.code();
    }
}
