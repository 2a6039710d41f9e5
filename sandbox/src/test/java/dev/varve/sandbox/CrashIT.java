package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.CommitPoint;
import dev.varve.sandbox.KilledRun.Kill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The last night of {@link Till}, killed at every commit point and run again. Each process costs seconds: what one left behind is
 * what the next one dies over, until a last one completes it. With {@code -Pexhaustive} every passage of every point has a
 * night of its own. A point that no run passes fails here, since its process lives.
 */
class CrashIT {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("varve.test.exhaustive");
    private static final int LAST = TillHistory.LAST;
    private static final int TABLES = 2;

    private static final Map<List<Kill>, Future<Night>> nights = new HashMap<>();
    private static final ExecutorService children = Executors.newFixedThreadPool(2);

    private static TillHistory history;

    /**
     * A night whose runs died.
     *
     * @param fixture what they left behind
     * @param deaths in order
     */
    private record Night(PipelineFixture fixture, List<Death> deaths) {}

    /**
     * What readers saw right after a run had died.
     *
     * @param run the run
     * @param lake as {@link TillView} tells it
     * @param warehouse likewise
     */
    private record Death(KilledRun run, List<String> lake, List<String> warehouse) {}

    /** Two nights at a time, ahead of whoever looks at them. */
    @BeforeAll
    static void beginToKill() {
        history = TillHistory.played();
        nights().forEach(kills -> nights.put(kills, children.submit(() -> play(kills))));
    }

    @AfterAll
    static void stopKilling() {
        children.shutdownNow();
    }

    /** The points where the runs of each night die. Once a night has its manifest, no later run releases a lease. */
    static List<List<Kill>> nights() {
        if (EXHAUSTIVE) {
            return Arrays.stream(CommitPoint.values())
                    .flatMap(point -> IntStream.rangeClosed(1, Passages.COUNTED.getOrDefault(point, 1))
                            .mapToObj(passage -> List.of(new Kill(point, passage))))
                    .toList();
        }
        Map<Integer, List<Kill>> nights = Arrays.stream(CommitPoint.values())
                .map(point -> new Kill(point, 1))
                .collect(Collectors.groupingBy(
                        kill -> !isVisible(kill) ? 0 : kill.point().name().startsWith("BEFORE") ? 1 : 2,
                        TreeMap::new,
                        Collectors.toList()));
        return List.copyOf(nights.values());
    }

    /** Whether the night's manifest was there before. */
    private static boolean isVisible(Kill kill) {
        return kill.point().compareTo(CommitPoint.AFTER_MANIFEST) > 0;
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

    private static Night play(List<Kill> kills) throws InterruptedException {
        Kill first = kills.get(0);
        String name = "till_" + first.point().name().toLowerCase(Locale.ROOT) + "_" + first.passage();
        PipelineFixture fixture = history.copy(name, LAST - 1, 1);
        List<Death> deaths = new ArrayList<>();
        for (Kill kill : kills) {
            KilledRun run = KilledRun.at(kill, fixture, Till.arguments("run", LAST));
            deaths.add(new Death(run, TillView.lake(fixture), TillView.warehouse(fixture)));
        }
        return new Night(fixture, deaths);
    }

    @ParameterizedTest
    @MethodSource("nights")
    void aNightWhoseRunsWereKilledIsCompletedByTheNext(List<Kill> kills)
            throws ExecutionException, InterruptedException {
        Night night = Objects.requireNonNull(nights.get(kills)).get();
        try (PipelineFixture fixture = night.fixture()) {
            for (int i = 0; i < kills.size(); i++) {
                assertNothingIsHalfVisible(kills.get(i), night.deaths().get(i));
            }

            String out = Till.night(fixture, "run", LAST);

            assertThat(out.lines().filter(line -> line.startsWith("loaded ")))
                    .as("what was loaded is not loaded again: %s", out)
                    .hasSize(LAST - loadedAfter(kills.get(kills.size() - 1)));
            assertThat(TillView.warehouse(fixture)).as("warehouse").isEqualTo(history.warehouse(LAST));
            assertThat(TillView.lake(fixture)).as("lake").isEqualTo(history.lake(LAST));
            assertThat(TillView.processed(fixture)).as("processed zone").isEqualTo(history.processed());
        }
    }

    /** Whole nights, and those that were committed. */
    private static void assertNothingIsHalfVisible(Kill kill, Death death) {
        assertThat(death.run().exitCode())
                .as("%s: %s", kill, death.run().output())
                .isEqualTo(KilledRun.BY_KILL_9);
        int ingested = kill.point().compareTo(CommitPoint.AFTER_MANIFEST) < 0 ? LAST - 1 : LAST;
        assertThat(death.lake()).as("lake after %s", kill).isEqualTo(history.lake(ingested));
        assertThat(death.warehouse()).as("warehouse after %s", kill).isEqualTo(history.warehouse(loadedAfter(kill)));
    }

    /** How many nights are in the warehouse when a run dies there: one, and those that it loaded. */
    private static int loadedAfter(Kill kill) {
        if (kill.point() == CommitPoint.AFTER_COMMIT) {
            return 1 + kill.passage();
        }
        int passagesOfANight = kill.point() == CommitPoint.BEFORE_COMMIT ? 1 : TABLES;
        return 1 + (kill.isLoad() ? (kill.passage() - 1) / passagesOfANight : 0);
    }
}
