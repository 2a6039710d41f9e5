package dev.varve.sandbox;

import dev.varve.cli.CommandProvider;
import java.util.List;
import picocli.CommandLine;

/** Brings {@code varve sandbox up | down | status | env}. */
public final class SandboxCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(commandLine(SandboxDirectory.ofProcess()));
    }

    static CommandLine commandLine(SandboxDirectory directory) {
        return new CommandLine(new SandboxCommand())
                .addSubcommand(new UpCommand(directory))
                .addSubcommand(new DownCommand(directory))
                .addSubcommand(new StatusCommand(directory))
                .addSubcommand(new EnvCommand(directory))
                .addSubcommand(new ServeCommand(directory));
    }
}
