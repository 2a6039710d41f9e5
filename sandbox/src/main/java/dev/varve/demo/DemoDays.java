package dev.varve.demo;

import dev.varve.datagen.StockGenerator;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.VarveException;
import dev.varve.report.RunReport;
import dev.varve.run.Engine;
import dev.varve.run.IngestRequest;
import dev.varve.run.Run;
import dev.varve.source.MySqlConnections;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/** Generates, ingests and loads one day after the other, each read half an hour after its end. */
final class DemoDays {
    private static final LocalTime READ_AT = LocalTime.of(0, 30);

    private final Run run;
    private final Pipeline pipeline;
    private final PrintWriter out;
    private final Progress progress;

    DemoDays(Pipeline pipeline, Clock clock, PrintWriter out, Progress progress) {
        this.pipeline = pipeline;
        this.out = out;
        this.progress = progress;
        this.run = new Run(new Engine(pipeline, clock, RunReport.toLog(pipeline)));
    }

    /** Runs all days of a plan on an empty sandbox; one line each. */
    void run(DemoPlan plan) {
        out.println(DayLine.HEADER);
        try (Connection source = MySqlConnections.open(pipeline.source().endpoint())) {
            StockGenerator generator = new StockGenerator(source, plan.stock());
            LateTrades lateTrades = new LateTrades(source);
            for (int i = 0; i < plan.days(); i++) {
                DayLine line = run(generator, lateTrades, DemoPlan.FIRST_DAY.plusDays(i));
                progress.clear();
                out.println(line.text());
                out.flush();
            }
        } catch (SQLException e) {
            throw VarveException.failed("Cannot close the connection to the sandbox's MariaDB: " + e + ".", e);
        }
    }

    private DayLine run(StockGenerator generator, LateTrades lateTrades, LocalDate day) {
        long start = System.nanoTime();
        progress.show(day + " generating ...");
        generator.generate(day);
        lateTrades.move(day);
        progress.show(day + " ingesting and loading ...");
        Run.Outcome outcome =
                run.run(new IngestRequest(Optional.of(day.toString()), Optional.of(readPoint(day)), Set.of()));
        return DayLine.of(day, outcome, Duration.ofNanos(System.nanoTime() - start));
    }

    static Instant readPoint(LocalDate day) {
        return day.plusDays(1).atTime(READ_AT).toInstant(ZoneOffset.UTC);
    }
}
