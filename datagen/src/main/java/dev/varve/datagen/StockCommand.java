package dev.varve.datagen;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Secret;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.source.MySqlConnections;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve datagen stock}: days of the stock exchange, one line each. */
@Command(
        name = "stock",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Generate days of a stock exchange: stocks, users and transactions. The tables are created where they are"
                    + " missing; a day that fails leaves nothing. The server is named by STOCK_SOURCE_URL,"
                    + " STOCK_SOURCE_USER and STOCK_SOURCE_PASSWORD, or is the running sandbox's.",
            "Transactions are streamed by LOAD DATA LOCAL. A server that refuses it (MySQL 8, until SET GLOBAL"
                    + " local_infile = ON) gets INSERTs, which are slower; a note says so."
        })
final class StockCommand implements Callable<Integer> {
    private static final String URL = "STOCK_SOURCE_URL";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--day",
            required = true,
            paramLabel = "YYYY-MM-DD",
            converter = DateConverter.class,
            description = "The day to generate (UTC), later than every generated one; or yesterday, or today.")
    private LocalDate day;

    @Option(names = "--days", paramLabel = "N", defaultValue = "1", description = "How many days, from --day on.")
    private int days;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "42", description = "Same seed, same rows.")
    private long seed;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Users at 00:00 of the first day ever; 1 %% more join every evening, the first one's too.")
    private int users;

    @Option(names = "--stocks", paramLabel = "N", defaultValue = "100", description = "Stocks on the first day ever.")
    private int stocks;

    @Option(
            names = "--transactions-per-day",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Transactions of every day.")
    private int transactionsPerDay;

    @Option(
            names = "--yes",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Write into a server that is not the sandbox's.")
    private boolean yes;

    @Override
    public Integer call() {
        StockPlan plan = new StockPlan(seed, users, stocks, transactionsPerDay);
        if (days < 1) {
            throw VarveException.usage(
                    "Cannot generate stock data: the number of days is " + days + ", and must be at least 1.");
        }
        Variables variables = Variables.ofProcess();
        Endpoint endpoint = endpoint(variables);
        if (!variables.isProvided(URL) && !yes) {
            throw VarveException.usage("Cannot generate stock data: " + endpoint.display()
                    + " is not the sandbox. Add --yes to write invented rows into it.");
        }
        try (Connection connection = MySqlConnections.open(endpoint)) {
            PrintWriter err = spec.commandLine().getErr();
            run(new StockGenerator(connection, plan, new GeneratorReport(err)));
        } catch (SQLException e) {
            throw StockSchema.failed("close the connection to " + endpoint.display(), e);
        }
        return ExitCode.DONE.code();
    }

    private void run(StockGenerator generator) {
        PrintWriter out = spec.commandLine().getOut();
        generator.check(day, days);
        for (int i = 0; i < days; i++) {
            long start = System.nanoTime();
            GeneratedDay generated = generator.generate(day.plusDays(i));
            double seconds = (System.nanoTime() - start) / 1e9;
            out.println(generated.summary() + "  " + pace(generated.transactions(), seconds));
            out.flush();
        }
    }

    /** What a short day reaches in a second says nothing. */
    static String pace(int transactions, double seconds) {
        return seconds < 2
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f s (%,d rows/s)", seconds, (long) (transactions / seconds));
    }

    private static Endpoint endpoint(Variables variables) {
        return new Endpoint(
                required(variables, URL),
                required(variables, "STOCK_SOURCE_USER"),
                new Secret(required(variables, "STOCK_SOURCE_PASSWORD")));
    }

    private static String required(Variables variables, String name) {
        return variables
                .value(name)
                .orElseThrow(
                        () -> VarveException.usage(
                                "Cannot generate stock data: " + name + " is not set. Set " + URL
                                        + ", STOCK_SOURCE_USER and STOCK_SOURCE_PASSWORD, or start the sandbox with ./varve sandbox up."));
    }
}
