package dev.varve.run;

import dev.varve.capture.ReadPlan;
import dev.varve.capture.SourceDifference;
import dev.varve.capture.TableRead;
import dev.varve.lake.History;
import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Sessions;
import dev.varve.lake.TableManifest;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.Table;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Source;
import dev.varve.source.SourceSnapshot;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.Finding.Difference;
import dev.varve.warehouse.Finding.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Compares the lake's newest states with the source, all tables of which are read completely in one snapshot. What the next
 * ingests will find is no difference; what none of them will is.
 */
final class VerifySource {
    private final Engine engine;
    private final Pipeline pipeline;
    private final History history;

    VerifySource(Engine engine, History history) {
        this.engine = engine;
        this.pipeline = engine.pipeline();
        this.history = history;
    }

    /** Every table; one finding alone if the source cannot be reached. */
    List<Finding> run() {
        Optional<SourceSnapshot> reached = Optional.empty();
        List<Finding> findings = new ArrayList<>();
        try {
            reached = Optional.of(Source.of(pipeline.source()).open());
        } catch (VarveException e) {
            findings.add(Finding.leftOut("source", "not compared with the lake: " + e.getMessage()));
        }
        if (reached.isPresent()) {
            try (SourceSnapshot source = reached.get()) {
                SparkSession spark = engine.spark(history);
                LakeTables lake = new LakeTables(spark, engine.layout());
                for (Table table : pipeline.tables()) {
                    findings.add(Verify.told(pipeline, table.name(), () -> compare(spark, lake, source, table)));
                }
            }
        }
        return findings;
    }

    private Finding compare(SparkSession spark, LakeTables lake, SourceSnapshot source, Table table) {
        try {
            ReadPlan planned =
                    ReadPlan.of(table, source.schema(table.name()), history, source.clock(), pipeline.schedule());
            return planned.read() == TableManifest.Read.INITIAL
                    ? Finding.leftOut(table.name(), "not in the lake yet")
                    : compare(spark, lake, source, planned);
        } catch (VarveException e) {
            if (e.exitCode() == ExitCode.FAILED) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage()); // what the next ingest would be refused for
            return new Finding(
                    Finding.Check.SOURCE,
                    table.name(),
                    0,
                    "",
                    List.of(new Difference(
                            "table that cannot be read", 1, List.of(new Example(table.name(), reason)))));
        }
    }

    private Finding compare(SparkSession spark, LakeTables lake, SourceSnapshot source, ReadPlan planned) {
        Table table = planned.table();
        ReadPlan complete = planned.complete();
        OptionalLong guess = source.estimate(complete.schema(), complete.bound());
        Sessions.suit(spark, history, guess.orElse(0));
        engine.events().reading(complete);
        try (TableRead read = TableRead.fetch(
                spark,
                source,
                complete,
                source.clock(),
                guess.orElse(0),
                rows -> engine.events().fetching(complete, rows, guess))) {
            Dataset<Row> state = lake.state(history, table.name()).orElseThrow();
            return finding(table, read.rowCount(), SourceDifference.between(planned, read, state));
        }
    }

    private Finding finding(Table table, long rows, SourceDifference difference) {
        List<Difference> differences = new ArrayList<>();
        long counted = history.rows(table.name());
        if (difference.met() != counted) {
            String detail = "the lake shows " + difference.met() + " rows, and its manifests count " + counted;
            differences.add(new Difference("state of other rows", 1, List.of(new Example(table.name(), detail))));
        }
        difference.unseen().stream()
                .map(unseen -> new Difference(
                        unseen.op().word() + " that no ingest will find",
                        unseen.rows(),
                        unseen.keys().stream()
                                .map(key -> new Example(key, detail(unseen.op())))
                                .toList()))
                .forEach(differences::add);
        return new Finding(Finding.Check.SOURCE, table.name(), rows, since(table, difference), differences);
    }

    private static String detail(LakeRow.Op op) {
        return switch (op) {
            case INSERT -> "it is in the source alone";
            case UPDATE -> "its row in the lake is another one";
            case DELETE -> "it is in the lake alone";
        };
    }

    private String since(Table table, SourceDifference difference) {
        return history.newestRead(table.name())
                .filter(read -> difference.changed() > 0)
                .map(read -> String.format(
                        Locale.ROOT,
                        "changed since %s: %,d row%s",
                        read.readPoint(),
                        difference.changed(),
                        difference.changed() == 1 ? "" : "s"))
                .orElse("");
    }
}
