package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import dev.varve.report.PlanText;
import dev.varve.run.Plan;
import dev.varve.run.Planned;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve plan}. */
@Command(
        name = "plan",
        description = {
            "Show what the next load would insert, open, close, overwrite and delete, with rows of each kind. Writes nothing.",
            "It loads what waits in one transaction that is taken back, so that it is refused where the load would be; while"
                    + " it lasts, no other process can load."
        })
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "5",
            description = "Show up to N rows of each kind (default: 5).")
    private int rows;

    @Option(names = "--json", description = "One JSON object: instants in ISO 8601, null for what is not known.")
    private boolean json;

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    PlanCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (rows < 0) {
            throw VarveException.usage("Cannot show " + rows + " rows. Give 0 for none.");
        }
        Planned plan = new Plan(options.engineBeside(clock, spec.commandLine())).run(rows, approval.approvedDeletes());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(PlanText.json(plan));
        } else {
            PlanText.lines(plan).forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE.code();
    }
}
