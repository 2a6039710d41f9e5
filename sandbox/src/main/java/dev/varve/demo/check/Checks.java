package dev.varve.demo.check;

import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All checks of the stock warehouse, one line each. */
public final class Checks {
    private final Pipeline pipeline;
    private final PrintWriter out;

    public Checks(Pipeline pipeline, PrintWriter out) {
        this.pipeline = pipeline;
        this.out = out;
    }

    /**
     * Runs all of them, those after a failed one too.
     *
     * @param days how many days were to be loaded
     * @throws VarveException if fewer days are loaded, or a check fails; it names those that did
     */
    public void run(int days) {
        try (Databases databases = Databases.open(pipeline)) {
            int loaded = loaded(databases);
            if (loaded < days) {
                throw VarveException.failed("Cannot check the demo: it ended early, with " + loaded + " of " + days
                        + " days loaded. Run ./varve demo again.");
            }
            List<String> failed = new ArrayList<>();
            out.printf("%-6s  %-47s %10s %8s%n", "check", "", "rows", "seconds");
            for (Check check : all(loaded)) {
                if (!run(check, databases).ok()) {
                    failed.add(check.name());
                }
            }
            if (!failed.isEmpty()) {
                throw VarveException.failed("The demo's data is wrong; failed: " + String.join("; ", failed)
                        + ". Look above for the rows.");
            }
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot check the demo: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
                            + ". Run ./varve demo to make it anew.",
                    e);
        }
    }

    private static List<Check> all(int loadedDays) {
        return Stream.of(
                        SourceComparisons.ALL,
                        ForeignKeys.ALL,
                        Versions.ALL,
                        DayCounts.ALL,
                        List.<Check>of(new ManyVersions(loadedDays)))
                .flatMap(List::stream)
                .toList();
    }

    private CheckResult run(Check check, Databases databases) throws SQLException {
        long start = System.nanoTime();
        CheckResult result = check.run(databases);
        out.println(line(check.name(), result, (System.nanoTime() - start) / 1e9));
        result.examples().forEach(example -> out.println("          " + example));
        long more = result.failures() - result.examples().size();
        if (more > 0 && !result.examples().isEmpty()) {
            out.printf(Locale.ROOT, "          and %,d more%n", more);
        }
        out.flush();
        return result;
    }

    static String line(String name, CheckResult result, double seconds) {
        String line = String.format(
                Locale.ROOT,
                "%-6s  %-47s %,10d %8.1f  %s",
                result.ok() ? "ok" : "FAILED",
                name,
                result.rows(),
                seconds,
                result.note());
        return line.stripTrailing();
    }

    private static int loaded(Databases databases) throws SQLException {
        boolean ledger = Examples.numbers(
                                databases.warehouse(),
                                "SELECT CASE WHEN to_regclass('varve.load') IS NULL THEN 0 ELSE 1 END")
                        .get(0)
                == 1;
        return ledger
                ? Math.toIntExact(Examples.numbers(
                                databases.warehouse(), "SELECT count(*) FROM varve.load WHERE pipeline = 'stock'")
                        .get(0))
                : 0;
    }
}
