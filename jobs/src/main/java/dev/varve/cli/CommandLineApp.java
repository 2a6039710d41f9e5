package dev.varve.cli;

import dev.varve.lake.S3Requests;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import dev.varve.report.DisplayText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands behind one {@code varve}: the engine's own and those of the {@link CommandProvider}s on the class path. */
public final class CommandLineApp {
    private static final String EXIT_CODES =
            "Exit codes: 0 done or nothing to do, 1 failed, 2 bad usage or pipeline file,";
    private static final String MORE_EXIT_CODES = "            3 refused by a guard, 4 somebody else is writing.";

    @Command(
            name = "varve",
            mixinStandardHelpOptions = true,
            version = "varve 0.1.0-SNAPSHOT",
            synopsisSubcommandLabel = "COMMAND",
            description = "Operational databases into a Delta lake and a warehouse whose history can be proved.",
            footer = {"", CommandLineApp.EXIT_CODES, CommandLineApp.MORE_EXIT_CODES})
    static final class Root {
        @Option(
                names = {"-v", "--verbose"},
                scope = ScopeType.INHERIT,
                description = "Show the log on stderr, and where an error came from.")
        void verbose(boolean wanted) {
            if (wanted) {
                System.setProperty("varve.console", "INFO"); // log4j2.xml reads it when the first line is logged
            }
        }
    }

    private final CommandLine commandLine;

    public CommandLineApp(Clock clock) {
        commandLine = new CommandLine(new Root());
        List.of(
                        new ValidateCommand(clock),
                        new IngestCommand(clock),
                        new PlanCommand(clock),
                        new LoadCommand(clock),
                        new RunCommand(clock),
                        new StatusCommand(clock),
                        new ExplainCommand(clock),
                        new RewindCommand(clock),
                        new RebuildCommand(clock),
                        new VerifyCommand(clock),
                        new QuarantineCommand(clock),
                        new PruneCommand(clock),
                        new SqlCommand(),
                        new CompletionCommand())
                .forEach(commandLine::addSubcommand);
        ServiceLoader.load(CommandProvider.class)
                .forEach(provider -> provider.commands().forEach(commandLine::addSubcommand));
        addHelp(commandLine);
        commandLine.registerConverter(Instant.class, CommandLineApp::instant);
        commandLine.setParameterExceptionHandler(CommandLineApp::misused);
        commandLine.setExecutionExceptionHandler(CommandLineApp::failed);
    }

    /** Parses and runs; never throws for what a user can do wrong. */
    public int run(String... args) {
        if (args.length == 0) {
            commandLine.usage(commandLine.getErr());
            return ExitCode.USAGE.code();
        }
        S3Requests before = S3Requests.soFar();
        try {
            return commandLine.execute(args);
        } finally {
            S3Requests requests = S3Requests.soFar().since(before);
            if (requests.total() > 0) {
                LoggerFactory.getLogger(CommandLineApp.class).info("S3 requests: {}", requests);
            }
        }
    }

    private static void addHelp(CommandLine command) {
        command.getSubcommands().values().forEach(subcommand -> {
            if (subcommand.getCommandSpec().findOption("--help") == null) {
                subcommand.getCommandSpec().mixinStandardHelpOptions(true);
            }
            if (subcommand.getCommandSpec().version().length == 0) {
                subcommand.getCommandSpec().version(command.getCommandSpec().version());
            }
            if (subcommand.getCommandSpec().usageMessage().footer().length == 0) {
                subcommand.getCommandSpec().usageMessage().footer("", EXIT_CODES, MORE_EXIT_CODES);
            }
            addHelp(subcommand);
        });
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is no instant such as 2026-11-21T00:30:00Z");
        }
    }

    private static int misused(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("varve: " + exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    private static int failed(Exception exception, CommandLine command, ParseResult parsed) {
        if (isShuttingDown()) {
            return ExitCode.FAILED.code(); // interrupted: what fails now fails for that reason
        }
        LoggerFactory.getLogger(CommandLineApp.class).error("Command failed", exception);
        PrintWriter err = command.getErr();
        Optional<VarveException> known = VarveException.within(exception);
        if (known.isPresent()) {
            err.println("varve: " + DisplayText.shown(String.valueOf(known.get().getMessage())));
            return known.get().exitCode().code();
        }
        String reason =
                String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
        err.println("varve: Cannot go on: " + exception.getClass().getSimpleName() + ": " + reason
                + " Run again with --verbose to see where.");
        return ExitCode.FAILED.code();
    }

    private static boolean isShuttingDown() {
        Thread none = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(none);
            Runtime.getRuntime().removeShutdownHook(none);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
