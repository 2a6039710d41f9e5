package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import dev.varve.report.QuarantineReport;
import dev.varve.report.QuarantineText;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve quarantine}. */
@Command(
        name = "quarantine",
        description = {
            "List the snapshots that ingest refused because they would have deleted too much, the newest first, and what"
                    + " became of each.",
            "With a table, its own, and rows of the one that is kept: the first of a row of refusals. Reads the lake alone."
        })
final class QuarantineCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "TABLE", description = "A source table of the pipeline.")
    private @Nullable String table;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show up to N rows of the table's snapshot (default: 20).")
    private int rows;

    @Option(names = "--json", description = "One JSON object: instants in ISO 8601, null for what is not known.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    QuarantineCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (rows < 0) {
            throw VarveException.usage("Cannot show " + rows + " rows. Give 0 for none.");
        }
        print(QuarantineReport.read(options.engineBeside(clock, spec.commandLine()), Optional.ofNullable(table), rows));
        return ExitCode.DONE.code();
    }

    private void print(QuarantineReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            QuarantineText.lines(report).forEach(out::println);
        }
        out.flush();
    }
}
