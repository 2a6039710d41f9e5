package dev.varve.cli;

import dev.varve.pipeline.ExitCode;
import dev.varve.report.ExplainReport;
import dev.varve.report.ExplainText;
import dev.varve.run.Explain;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve explain}. */
@Command(
        name = "explain",
        description = {
            "Print every version that the warehouse holds of a dimension's key, or the rows of a fact's key with the versions"
                    + " that they point to, each with the manifests and the rows of the lake behind it, and why it is so.",
            "Reads the warehouse and the lake, without a lock, never the source. Exits with 1 if neither knows the key."
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(index = "1", paramLabel = "TABLE", description = "A dimension or a fact of the pipeline.")
    private String table = "";

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "KEY",
            description = "The key, a value for each of its columns. Write -- before one that begins with a dash.")
    private List<String> key = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object: instants in ISO 8601, null for what is not known.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    ExplainCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        ExplainReport report =
                ExplainReport.of(new Explain(options.engineBeside(clock, spec.commandLine())).run(table, key));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            ExplainText.lines(report).forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE.code();
    }
}
