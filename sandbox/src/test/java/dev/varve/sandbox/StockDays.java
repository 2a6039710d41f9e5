package dev.varve.sandbox;

import dev.varve.datagen.StockGenerator;
import dev.varve.datagen.StockPlan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plays the stock platform day by day: what happens on a day at the source, and the commands of the night after it. */
final class StockDays {
    private static final StockPlan PLAN = StockPlan.defaults()
            .withStocks(40)
            .withUsers(60)
            .withTransactionsPerDay(200)
            .withSeed(7);

    private static final Path PIPELINES = Path.of("..", "pipelines");

    private StockDays() {}

    static void generate(PipelineFixture fixture, LocalDate day) {
        new StockGenerator(fixture.source(), PLAN).generate(day);
    }

    /** Runs {@code ingest} or {@code run} half an hour after a day is over. */
    static Outcome night(PipelineFixture fixture, String command, LocalDate day, String... more) {
        return fixture.run(arguments(command, day, more).toArray(String[]::new));
    }

    static Outcome load(PipelineFixture fixture) {
        return fixture.run("load", "stock", "--pipelines", PIPELINES.toString());
    }

    static List<String> arguments(String command, LocalDate day, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command, "stock", "--pipelines", PIPELINES.toString(), "--as-of", day.toString(), "--now", now(day)));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    private static String now(LocalDate day) {
        return day.plusDays(1) + "T00:30:00Z";
    }
}
