package dev.varve.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.source.PostgresConnections;
import dev.varve.source.PostgresQuery;
import dev.varve.source.QueryRows;
import dev.varve.source.ReadOnlyStatement;
import dev.varve.source.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve sql}. */
@Command(
        name = "sql",
        description = {
            "Run one reading statement on a pipeline's source or warehouse and print its rows.",
            "It runs in a read-only transaction; a statement that would write changes nothing and exits with 1.",
            "Rows go to stdout, their number to stderr. Instants are in UTC, binary values in hexadecimal; no value is"
                    + " cut. In a table NULL is NULL; in CSV it is an empty field, and an empty text is \"\"."
        })
final class SqlCommand implements Callable<Integer> {
    private static final int OFTEN = 1_000;

    /** As they are typed. */
    enum Server {
        source,
        warehouse
    }

    @Parameters(index = "0", paramLabel = "source|warehouse", description = "The server to ask.")
    private Server server = Server.warehouse;

    @Parameters(
            index = "1",
            paramLabel = "STATEMENT",
            description = "One SQL statement, or - to read it from stdin. Write -- before one that begins with a dash.")
    private String statement = "";

    @Option(
            names = "--pipeline",
            paramLabel = "PIPELINE",
            completionCandidates = PipelineNames.class,
            description = "The pipeline's name or file (default: the only file in the folder of the pipeline files).")
    private @Nullable String pipeline;

    @Option(
            names = "--pipelines",
            paramLabel = "DIR",
            description = "The folder of the pipeline files (default: pipelines).")
    private @Nullable Path folder;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "How rows are printed (default: table).")
    private RowPrinter.Format format = RowPrinter.Format.table;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Print at most so many rows, and say if there were more; 0 for all (default: 1000).")
    private int limit;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PipelineFiles files = new PipelineFiles(Optional.ofNullable(folder).orElseGet(Home::pipelines));
        Pipeline chosen = pipeline == null ? files.readSole() : files.read(pipeline);
        ReadOnlyStatement sql = new ReadOnlyStatement(statement.equals("-") ? stdin() : statement, limit);
        try (QueryRows rows = open(chosen, sql)) {
            print(rows);
        }
        return ExitCode.DONE.code();
    }

    private QueryRows open(Pipeline chosen, ReadOnlyStatement sql) {
        return switch (server) {
            case source -> Source.of(chosen.source()).query(sql);
            case warehouse ->
                PostgresQuery.open(chosen.warehouse().endpoint(), PostgresConnections.Role.WAREHOUSE, sql);
        };
    }

    private void print(QueryRows rows) {
        PrintWriter out = spec.commandLine().getOut();
        RowPrinter printer = RowPrinter.of(format, rows, out);
        printer.begin();
        long printed = 0;
        Optional<List<JsonNode>> row = rows.next();
        while (row.isPresent() && (limit == 0 || printed < limit)) {
            printer.row(row.get());
            printed++;
            if (printed % OFTEN == 0) {
                ensureWritten(out);
            }
            row = rows.next();
        }
        printer.end();
        ensureWritten(out);
        String number = String.format(Locale.ROOT, "%,d %s", printed, printed == 1 ? "row" : "rows");
        spec.commandLine().getErr().println(row.isPresent() ? number + "; there are more, see --limit" : number);
    }

    /** A writer keeps silent about a full disk, and half of the rows must not pass for all of them. */
    private static void ensureWritten(PrintWriter out) {
        if (out.checkError()) {
            throw VarveException.failed(
                    "Cannot write all rows: whoever reads them has closed stdout, or its disk is full."
                            + " Use --limit for fewer rows, or make room.");
        }
    }

    private static String stdin() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw VarveException.failed("Cannot read the statement from stdin: " + e.getMessage() + ".", e);
        }
    }
}
