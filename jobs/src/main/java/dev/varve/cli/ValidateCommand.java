package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Validate;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve validate}. */
@Command(
        name = "validate",
        description = {
            "Check a pipeline file, and that its tables, keys, cursors, models and warehouse columns exist.",
            "Reads and writes no row."
        })
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    ValidateCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Validate(options.engine(clock, spec.commandLine())).run().forEach(out()::println);
        out().println("valid");
        return ExitCode.DONE.code();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
