package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Rebuild;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve rebuild}. */
@Command(
        name = "rebuild",
        description = {
            "Replace all that the warehouse holds of a pipeline by replaying every manifest of the lake, in one transaction:"
                    + " for models that have changed, or a warehouse that was loaded from another lake.",
            "Print what that would do; --yes does it. Until the end, readers see what was there."
        })
final class RebuildCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    RebuildCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Rebuild(options.engine(clock, spec.commandLine()))
                .run(yes ? Rebuild.Mode.REBUILD : Rebuild.Mode.SHOW, approval.approvedDeletes());
        return ExitCode.DONE.code();
    }
}
