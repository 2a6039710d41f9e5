package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Run;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve run}. */
@Command(name = "run", description = "Ingest, then load, in one process.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    RunCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Run(options.engine(clock, spec.commandLine())).run(read.request(approval));
        return ExitCode.DONE.code();
    }
}
