package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.time.Clock;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** All commands behind one {@code varve}: the engine's own and those of the {@link CommandProvider}s on the class path. */
public final class CommandLineApp {
    @Command(
            name = "varve",
            mixinStandardHelpOptions = true,
            version = "varve 0.1.0-SNAPSHOT",
            synopsisSubcommandLabel = "COMMAND",
            description = "Operational databases into a Delta lake and a warehouse whose history can be proved.",
            footer = {
                "",
                "Exit codes: 0 done or nothing to do, 1 failed, 2 bad usage or pipeline file,",
                "            3 refused by a guard, 4 somebody else is writing."
            })
    static final class Root {}

    private final CommandLine commandLine;

    public CommandLineApp(Clock clock) {
        commandLine = new CommandLine(new Root());
        ServiceLoader.load(CommandProvider.class)
                .forEach(provider -> provider.commands().forEach(commandLine::addSubcommand));
        commandLine.setExecutionExceptionHandler(CommandLineApp::report);
    }

    /** Parses and runs; never throws for what a user can do wrong. */
    public int run(String... args) {
        return args.length == 0 ? usage() : commandLine.execute(args);
    }

    private int usage() {
        commandLine.usage(System.err);
        return ExitCode.USAGE.code();
    }

    private static int report(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        if (exception instanceof VarveException known) {
            command.getErr().println("varve: " + known.getMessage());
            return known.exitCode().code();
        }
        throw exception;
    }
}
