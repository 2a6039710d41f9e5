package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Load;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve load}. */
@Command(
        name = "load",
        description = {
            "Apply the manifests that the warehouse does not have yet, in order, each in one transaction.",
            "Never reads the source: a warehouse that was down catches up by itself."
        })
final class LoadCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    LoadCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Load(options.engine(clock, spec.commandLine())).run(approval.approvedDeletes());
        return ExitCode.DONE.code();
    }
}
