package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import dev.varve.report.VerifyText;
import dev.varve.run.Verify;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve verify}. */
@Command(
        name = "verify",
        description = {
            "Compare the warehouse with what follows from the lake, through the last loaded manifest: the manifests, the"
                    + " current rows, all versions, the facts and their foreign keys; and the lake with the source, where"
                    + " that is reachable.",
            "Writes nothing but the result, which status shows. Loads may go on meanwhile. Exits with 1 if something"
                    + " differs, and names the first keys."
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--no-source", description = "Leave the source alone: compare only the warehouse with the lake.")
    private boolean noSource;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    VerifyCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Verify.Verified verified = new Verify(options.engine(clock, spec.commandLine()))
                .run(noSource ? Verify.Extent.WITHOUT_SOURCE : Verify.Extent.WITH_SOURCE);
        VerifyText.summary(options.pipeline().name(), verified).ifPresent(summary -> {
            throw VarveException.failed(summary);
        });
        return ExitCode.DONE.code();
    }
}
