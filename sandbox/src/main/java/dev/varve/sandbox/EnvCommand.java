package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Print the sandbox's addresses and passwords as shell commands: eval \"$(./varve sandbox env)\"")
final class EnvCommand implements Callable<Integer> {
    private final SandboxDirectory directory;

    @Spec
    private CommandSpec spec;

    EnvCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        SandboxState state = SandboxState.read(directory.stateFile())
                .filter(SandboxState::ready)
                .orElseThrow(() -> VarveException.failed("The sandbox is down. Start it with ./varve sandbox up."));
        for (Map.Entry<String, String> variable :
                SandboxVariables.of(directory, state).entrySet()) {
            spec.commandLine().getOut().println(export(variable.getKey(), variable.getValue()));
        }
        return ExitCode.DONE.code();
    }

    /** One line that any POSIX shell reads back as exactly this value. */
    static String export(String name, String value) {
        return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }
}
