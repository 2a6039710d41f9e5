package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.run.Prune;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve prune}. */
@Command(
        name = "prune",
        description = {
            "Remove from the lake what it no longer needs: rows of runs that died, snapshots that lake.keep_snapshots does"
                    + " not keep, and files that Delta no longer uses; write small files into few.",
            "No history is lost: first snapshots and change layers stay, and every state can be computed as before."
        })
final class PruneCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--dry-run", description = "Only print what would be done. Writes nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    PruneCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        new Prune(options.engine(clock, spec.commandLine())).run(dryRun ? Prune.Mode.DRY_RUN : Prune.Mode.PRUNE);
        return ExitCode.DONE.code();
    }
}
