package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Ingest;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve ingest}. */
@Command(
        name = "ingest",
        description = {
            "Read the source, find what changed, and commit it to the lake as one manifest.",
            "The first ingest of a table is complete; later ones are as its capture says."
        })
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    IngestCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Ingest(options.engine(clock, spec.commandLine())).run(read.request(approval));
        return ExitCode.DONE.code();
    }
}
