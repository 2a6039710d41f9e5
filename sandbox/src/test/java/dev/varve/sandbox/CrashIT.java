package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.CommitPoint;
import dev.varve.sandbox.KilledRun.Kill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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
 * The last night of {@link Till}, killed at every commit point and run again, and a rewind and a rebuild, killed before their
 * commit. Each process costs seconds: what one left behind is what the next one dies over, until a last one completes it. With
 * {@code -Pexhaustive} every passage of every point of all three has a copy of its own, and a command that completes it. A point
 * that no command passes fails here, since its process lives.
 */
class CrashIT {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("varve.test.exhaustive");
    private static final int LAST = TillHistory.LAST;
    private static final int TABLES = 2;

    private static final Map<Course, Future<Night>> nights = new HashMap<>();
    private static final ExecutorService children = Executors.newFixedThreadPool(2);

    private static TillHistory history;

    /** A command, on what it begins, and how many nights the warehouse holds when it is done. */
    private enum Command {
        RUN(LAST - 1, 1, LAST),
        REWIND(LAST, LAST, 1),
        REBUILD(LAST, 1, LAST);

        private final int ingested;
        private final int loaded;
        private final int result;

        Command(int ingested, int loaded, int result) {
            this.ingested = ingested;
            this.loaded = loaded;
            this.result = result;
        }

        private List<String> arguments() {
            return switch (this) {
                case RUN -> Till.arguments("run", LAST);
                case REWIND -> List.of("rewind", Till.file(), "--to", Till.label(result), "--yes");
                case REBUILD -> List.of("rebuild", Till.file(), "--yes");
            };
        }

        private PipelineFixture begin(String name) {
            return history.copy("till_" + name().toLowerCase(Locale.ROOT) + "_" + name, ingested, loaded);
        }

        /** How many nights are in the lake when it dies there. */
        private int ingestedAfter(Kill kill) {
            return kill.point().compareTo(CommitPoint.AFTER_MANIFEST) < 0 ? ingested : LAST;
        }

        /** How many nights are in the warehouse when it dies there; a run loads night by night. */
        private int loadedAfter(Kill kill) {
            if (this != RUN) {
                return kill.point() == CommitPoint.AFTER_COMMIT ? result : loaded;
            }
            if (kill.point() == CommitPoint.AFTER_COMMIT) {
                return loaded + kill.passage();
            }
            int passagesOfANight = kill.point() == CommitPoint.BEFORE_COMMIT ? 1 : TABLES;
            return loaded + (kill.isLoad() ? (kill.passage() - 1) / passagesOfANight : 0);
        }
    }

    /** Where a command dies, again and again. */
    private record Course(Command command, List<Kill> kills) {}

    /**
     * What a course left.
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
        courses().forEach(course -> nights.put(course, children.submit(() -> play(course))));
    }

    @AfterAll
    static void stopKilling() {
        children.shutdownNow();
    }

    static List<Course> courses() {
        return Arrays.stream(Command.values())
                .flatMap(command -> (EXHAUSTIVE ? everyPassage(command) : everyPoint(command))
                        .stream().map(kills -> new Course(command, kills)))
                .toList();
    }

    private static List<List<Kill>> everyPassage(Command command) {
        return Objects.requireNonNull(Passages.COUNTED.get(command)).entrySet().stream()
                .flatMap(point -> IntStream.rangeClosed(1, point.getValue())
                        .mapToObj(passage -> List.of(new Kill(point.getKey(), passage))))
                .toList();
    }

    /** Once a run has put its manifest, none after it releases a lease. */
    private static List<List<Kill>> everyPoint(Command command) {
        Kill before = new Kill(CommitPoint.BEFORE_COMMIT, 1); // all is done by then, and nothing may be seen
        return switch (command) {
            case RUN ->
                List.copyOf(Arrays.stream(CommitPoint.values())
                        .map(point -> new Kill(point, 1))
                        .collect(Collectors.groupingBy(
                                kill -> !isVisible(kill)
                                        ? 0
                                        : kill.point().name().startsWith("BEFORE") ? 1 : 2,
                                TreeMap::new,
                                Collectors.toList()))
                        .values());
            case REWIND, REBUILD -> List.of(List.of(before));
        };
    }

    /** Whether the night's manifest was there before. */
    private static boolean isVisible(Kill kill) {
        return kill.point().compareTo(CommitPoint.AFTER_MANIFEST) > 0;
    }

    /** How often a command that nobody kills passes each point; a run passes all of them. */
    private static final class Passages {
        private static final Map<Command, Map<CommitPoint, Integer>> COUNTED = count();

        private static Map<Command, Map<CommitPoint, Integer>> count() {
            Map<Command, Map<CommitPoint, Integer>> counted = new EnumMap<>(Command.class);
            for (Command command : Command.values()) {
                try (PipelineFixture fixture = command.begin("counted")) {
                    counted.put(command, CommitPoints.during(() -> Till.done(fixture, command.arguments())));
                }
            }
            assertThat(counted.get(Command.RUN)).containsOnlyKeys(CommitPoint.values());
            return counted;
        }
    }

    private static Night play(Course course) throws InterruptedException {
        Kill first = course.kills().get(0);
        PipelineFixture fixture =
                course.command().begin(first.point().name().toLowerCase(Locale.ROOT) + "_" + first.passage());
        List<Death> deaths = new ArrayList<>();
        for (Kill kill : course.kills()) {
            KilledRun run = KilledRun.at(kill, fixture, course.command().arguments());
            deaths.add(new Death(run, TillView.lake(fixture), TillView.warehouse(fixture)));
        }
        return new Night(fixture, deaths);
    }

    @ParameterizedTest
    @MethodSource("courses")
    void aCommandThatWasKilledIsCompletedByTheNext(Course course) throws ExecutionException, InterruptedException {
        Night night = Objects.requireNonNull(nights.get(course)).get();
        List<Kill> kills = course.kills();
        try (PipelineFixture fixture = night.fixture()) {
            for (int i = 0; i < kills.size(); i++) {
                assertNothingIsHalfVisible(
                        course.command(), kills.get(i), night.deaths().get(i));
            }

            String out = Till.done(fixture, course.command().arguments());

            if (course.command() == Command.RUN) {
                assertThat(out.lines().filter(line -> line.startsWith("loaded ")))
                        .as("what was loaded is not loaded again: %s", out)
                        .hasSize(LAST - Command.RUN.loadedAfter(kills.get(kills.size() - 1)));
            }
            assertThat(TillView.warehouse(fixture))
                    .as("warehouse")
                    .isEqualTo(history.warehouse(course.command().result));
            assertThat(TillView.lake(fixture)).as("lake").isEqualTo(history.lake(LAST));
            assertThat(TillView.processed(fixture)).as("processed zone").isEqualTo(history.processed());
        }
    }

    /** Whole nights, and those that were committed. */
    private static void assertNothingIsHalfVisible(Command command, Kill kill, Death death) {
        assertThat(death.run().exitCode())
                .as("%s at %s: %s", command, kill, death.run().output())
                .isEqualTo(KilledRun.BY_KILL_9);
        assertThat(death.lake())
                .as("lake after %s at %s", command, kill)
                .isEqualTo(history.lake(command.ingestedAfter(kill)));
        assertThat(death.warehouse())
                .as("warehouse after %s at %s", command, kill)
                .isEqualTo(history.warehouse(command.loadedAfter(kill)));
    }
}
