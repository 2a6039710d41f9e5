package dev.varve.demo;

import dev.varve.lake.Counts;
import dev.varve.lake.TableManifest;
import dev.varve.run.Load;
import dev.varve.run.Run;
import dev.varve.warehouse.LoadCounts;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What one day's run did, in rows of all tables.
 *
 * @param day the day
 * @param source what the ingest saw
 * @param opened versions
 * @param closed versions
 * @param facts inserted
 * @param took generating, ingesting and loading
 */
record DayLine(LocalDate day, Counts source, long opened, long closed, long facts, Duration took) {
    /** The columns that {@link #text()} fills. */
    static final String HEADER = """
            %34s%26s
            %-10s %12s %9s %9s %9s %9s %9s %9s %8s""".formatted(
                    "source",
                    "warehouse",
                    "day",
                    "rows read",
                    "inserted",
                    "updated",
                    "deleted",
                    "opened",
                    "closed",
                    "facts",
                    "seconds");

    static DayLine of(LocalDate day, Run.Outcome outcome, Duration took) {
        List<Counts> tables = outcome.ingested().stream()
                .flatMap(manifest -> manifest.tables().values().stream())
                .map(TableManifest::counts)
                .toList();
        Counts source = new Counts(
                sum(tables, Counts::read),
                sum(tables, Counts::inserted),
                sum(tables, Counts::updated),
                sum(tables, Counts::deleted),
                sum(tables, Counts::unchanged));
        List<LoadCounts> loads = outcome.loaded().stream()
                .map(Load.Loaded::counts)
                .flatMap(List::stream)
                .toList();
        return new DayLine(
                day,
                source,
                sum(loads, LoadCounts::opened),
                sum(loads, LoadCounts::closed),
                sum(loads, LoadCounts::inserted),
                took);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-10s %,12d %,9d %,9d %,9d %,9d %,9d %,9d %8.1f",
                day,
                source.read(),
                source.inserted(),
                source.updated(),
                source.deleted(),
                opened,
                closed,
                facts,
                took.toMillis() / 1e3);
    }

    private static <T> long sum(List<T> items, ToLongFunction<T> count) {
        return items.stream().mapToLong(count).sum();
    }
}
