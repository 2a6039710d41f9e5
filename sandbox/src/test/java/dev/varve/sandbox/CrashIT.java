package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.CommitPoint;
import dev.varve.sandbox.KilledRun.Kill;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The last night of {@link Till}, killed at every commit point and run again: once a point, with {@code -Pexhaustive} at each
 * passage. A point that no run passes fails here, since its run lives.
 */
class CrashIT {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("varve.test.exhaustive");
    private static final int LAST = TillHistory.LAST;
    private static final int TABLES = 2;

    private static final Map<Kill, Future<KilledRun>> killed = new HashMap<>();
    private static final ExecutorService children = Executors.newFixedThreadPool(2);

    private static TillHistory history;

    /** They die two at a time, ahead of whoever looks at them. */
    @BeforeAll
    static void beginToKill() {
        history = TillHistory.played();
        kills().forEach(kill -> killed.put(kill, children.submit(() -> kill(kill))));
    }

    @AfterAll
    static void stopKilling() {
        children.shutdownNow();
    }

    static List<Kill> kills() {
        Map<CommitPoint, Integer> passages = EXHAUSTIVE ? Passages.COUNTED : Map.of();
        return Arrays.stream(CommitPoint.values())
                .flatMap(point -> IntStream.rangeClosed(1, passages.getOrDefault(point, 1))
                        .mapToObj(passage -> new Kill(point, passage)))
                .toList();
    }

    /** How often a run that nobody kills passes each point. */
    private static final class Passages {
        private static final Map<CommitPoint, Integer> COUNTED = count();

        private static Map<CommitPoint, Integer> count() {
            try (PipelineFixture fixture = history.copy("till_counted", LAST - 1, 1)) {
                return CommitPoints.during(() -> Till.night(fixture, "run", LAST));
            }
        }
    }

    private static KilledRun kill(Kill kill) throws InterruptedException {
        String name = "till_" + kill.point().name().toLowerCase(Locale.ROOT) + "_" + kill.passage();
        PipelineFixture fixture = history.copy(name, ingestedBefore(kill), loadedBefore(kill));
        return KilledRun.at(kill, fixture, Till.arguments("run", LAST));
    }

    /** One passage of each point takes less: a load's begins where the ingest is done. */
    private static int ingestedBefore(Kill kill) {
        return kill.isLoad() && !EXHAUSTIVE ? LAST : LAST - 1;
    }

    /** Three nights wait for a load that dies; an ingest that dies need not be followed by so many. */
    private static int loadedBefore(Kill kill) {
        return kill.isLoad() || EXHAUSTIVE ? 1 : LAST - 1;
    }

    @ParameterizedTest
    @MethodSource("kills")
    void aRunThatIsKilledIsCompletedByTheNext(Kill kill) throws ExecutionException, InterruptedException {
        KilledRun run = Objects.requireNonNull(killed.get(kill)).get();
        try (PipelineFixture fixture = run.fixture()) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(KilledRun.BY_KILL_9);
            assertNothingIsHalfVisible(kill, fixture);

            String out = Till.night(fixture, "run", LAST);

            assertThat(out.lines().filter(line -> line.startsWith("loaded ")))
                    .as("what was loaded is not loaded again: %s", out)
                    .hasSize(LAST - loadedAfter(kill));
            assertThat(TillView.warehouse(fixture)).as("warehouse").isEqualTo(history.warehouse(LAST));
            assertLake(kill, fixture, LAST);
            assertThat(TillView.processed(fixture)).as("processed zone").isEqualTo(history.processed());
        }
    }

    /** Whole nights, and those that were committed. */
    private static void assertNothingIsHalfVisible(Kill kill, PipelineFixture fixture) {
        int ingested = kill.point().compareTo(CommitPoint.AFTER_MANIFEST) < 0 ? LAST - 1 : LAST;
        assertLake(kill, fixture, ingested);
        assertThat(TillView.warehouse(fixture))
                .as("warehouse after the kill")
                .isEqualTo(history.warehouse(loadedAfter(kill)));
    }

    private static void assertLake(Kill kill, PipelineFixture fixture, int nights) {
        if (ingestedBefore(kill) < LAST) {
            assertThat(TillView.lake(fixture)).as("lake of %s nights", nights).isEqualTo(history.lake(nights));
        } else { // a load only reads it
            assertThat(fixture.lake().hashes("raw"))
                    .as("raw zone")
                    .isEqualTo(history.clean().lake().hashes("raw"));
        }
    }

    /** How many nights are in the warehouse when a run dies there. */
    private static int loadedAfter(Kill kill) {
        if (kill.point() == CommitPoint.AFTER_COMMIT) {
            return loadedBefore(kill) + kill.passage();
        }
        int passagesOfANight = kill.point() == CommitPoint.BEFORE_COMMIT ? 1 : TABLES;
        return loadedBefore(kill) + (kill.isLoad() ? (kill.passage() - 1) / passagesOfANight : 0);
    }
}
