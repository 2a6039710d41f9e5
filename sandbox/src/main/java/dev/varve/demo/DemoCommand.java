package dev.varve.demo;

import dev.varve.datagen.StockPlan;
import dev.varve.demo.check.Checks;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.sandbox.SandboxLake;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Show everything at work in the sandbox: generate days of a stock exchange from 2026-11-01 on, load each,"
                    + " print the history of one stock and one user, and check the warehouse against the source.",
            "Starts the sandbox if it is down, moves its lake to where --lake says, and wipes what the last demo made in the"
                    + " databases and in that lake, and nothing else."
        })
final class DemoCommand implements Callable<Integer> {
    private static final List<String> PLAN =
            List.of("--days", "--users", "--stocks", "--transactions-per-day", "--seed", "--lake", "--yes");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description = "Days to generate and load, 1 to 366.")
    private int days;

    @Option(names = "--users", paramLabel = "N", defaultValue = "1000", description = "Users on the first day.")
    private int users;

    @Option(names = "--stocks", paramLabel = "N", defaultValue = "100", description = "Stocks on the first day.")
    private int stocks;

    @Option(
            names = "--transactions-per-day",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Transactions of every day.")
    private int transactionsPerDay;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "42", description = "Same seed, same rows.")
    private long seed;

    @Option(
            names = "--lake",
            paramLabel = "disk|s3",
            defaultValue = "disk",
            description = "Where the lake is: in folders, or in buckets of the sandbox's S3 server.")
    private SandboxLake lake = SandboxLake.disk;

    @Option(
            names = "--check",
            showDefaultValue = Visibility.NEVER,
            description = "Only check what the last demo made; exit code 1 if a check fails.")
    private boolean check;

    @Option(
            names = "--yes",
            showDefaultValue = Visibility.NEVER,
            description = "Wipe the sandbox's stock data even if no demo made it.")
    private boolean yes;

    private final Clock clock;

    DemoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (check) {
            check();
        } else {
            demo(new DemoPlan(days, new StockPlan(seed, users, stocks, transactionsPerDay)));
        }
        return ExitCode.DONE.code();
    }

    private void check() {
        for (String option : PLAN) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw VarveException.usage("Cannot combine --check with " + option
                        + ": it checks what the last demo made. Leave one of them out.");
            }
        }
        DemoMarker marker = DemoMarker.read(DemoSandbox.markerFile())
                .orElseThrow(() -> VarveException.failed(
                        "Cannot check the demo: no demo was run in this checkout. Run ./varve demo first."));
        new Checks(DemoSandbox.open(spec.commandLine().getErr(), marker.lake()), out()).run(marker.days());
        out().println("All checks are ok.");
    }

    private void demo(DemoPlan plan) {
        long start = System.nanoTime();
        Optional<DemoMarker> marker = DemoMarker.read(DemoSandbox.markerFile());
        Pipeline pipeline = DemoSandbox.open(spec.commandLine().getErr(), lake);
        DemoReset reset = new DemoReset(pipeline, clock);
        if (marker.isEmpty() && !yes && reset.findsData()) {
            throw VarveException.refused("Cannot run the demo: the sandbox holds stock data that no demo made, and the"
                    + " demo would wipe it. Add --yes if it may.");
        }
        reset.wipe(() -> {
            DemoMarker.of(plan, lake).write(DemoSandbox.markerFile());
            DemoSandbox.moveLake(lake);
        });
        out().println(plan.summary());
        out().println();
        Progress progress = Progress.onErr(spec.commandLine().getErr());
        new DemoDays(pipeline, clock, out(), progress).run(plan);
        new Histories(pipeline, out()).print();
        out().println();
        new Checks(pipeline, out()).run(plan.days());
        out().printf(Locale.ROOT, "All checks are ok. The demo took %.0f s.%n", (System.nanoTime() - start) / 1e9);
        out().println("Look around: ./varve status stock; ./varve sql warehouse 'SELECT * FROM stock.stock_current'");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
