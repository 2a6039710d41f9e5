package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Rewind;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve rewind}. */
@Command(
        name = "rewind",
        description = {
            "Take the warehouse back to how it was after a load: undo the later ones, the last first, in one transaction.",
            "Print what that would do; --yes does it. The lake stays as it is, and load applies its manifests again. Goes"
                    + " back as far as warehouse.undo_days; beyond, rebuild."
        })
final class RewindCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(
            names = "--to",
            paramLabel = "LABEL",
            required = true,
            description = "The label (as_of) of the load to go back to, as status shows it.")
    private String to = "";

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    RewindCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Rewind(options.engine(clock, spec.commandLine())).run(to, yes ? Rewind.Mode.REWIND : Rewind.Mode.SHOW);
        return ExitCode.DONE.code();
    }
}
