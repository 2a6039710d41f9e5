package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.CommitPoint;
import dev.varve.sandbox.KilledRun.Kill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fourth night of {@link Till}, killed at every commit point and run again, beside a run that nobody killed: once a point,
 * and with {@code -Pexhaustive} at each of its passages.
 */
class CrashIT {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("varve.test.exhaustive");
    private static final int LAST = Till.NIGHTS;

    /** What readers see when so many manifests are there. */
    private static final Map<Integer, List<String>> warehouses = new HashMap<>();

    private static final Map<Integer, List<String>> lakes = new HashMap<>();
    private static final Map<Kill, Future<KilledRun>> killed = new HashMap<>();
    private static final ExecutorService children = Executors.newFixedThreadPool(2);

    /** Four clean nights; a lake before the fourth; a warehouse and a processed zone after the first. */
    private static PipelineFixture clean;

    private static PipelineFixture before;
    private static PipelineFixture behind;

    @BeforeAll
    static void play() {
        clean = PipelineFixture.fresh("till");
        night(1);
        behind = PipelineFixture.copy("till_behind", clean, clean);
        night(2);
        night(3);
        before = PipelineFixture.copy("till_before", clean, clean);
        night(LAST);
        kills().forEach(kill -> killed.put(kill, children.submit(() -> kill(kill))));
    }

    private static void night(int night) {
        Till.change(clean, night);
        Till.night(clean, "run", night);
        warehouses.put(night, TillView.warehouse(clean));
        lakes.put(night, TillView.lake(clean));
    }

    @AfterAll
    static void close() {
        children.shutdownNow();
        Stream.of(clean, before, behind).forEach(PipelineFixture::close);
    }

    static List<Kill> kills() {
        return Arrays.stream(CommitPoint.values())
                .flatMap(point -> IntStream.rangeClosed(1, 1).mapToObj(n -> new Kill(point, n)))
                .toList();
    }

    private static KilledRun kill(Kill kill) throws InterruptedException {
        String name = "till_" + kill.point().name().toLowerCase(java.util.Locale.ROOT) + "_" + kill.occurrence();
        return KilledRun.at(kill, start(name, kill), Till.arguments("run", LAST));
    }

    private static boolean isLoad(Kill kill) {
        return kill.point().compareTo(CommitPoint.BEFORE_PROCESSED) >= 0;
    }

    private static PipelineFixture start(String name, Kill kill) {
        return isLoad(kill) ? PipelineFixture.copy(name, clean, behind) : PipelineFixture.copy(name, before, before);
    }

    @ParameterizedTest
    @MethodSource("kills")
    void aRunThatIsKilledIsCompletedByTheNext(Kill kill) throws Exception {
        KilledRun run = Objects.requireNonNull(killed.get(kill)).get();
        try (PipelineFixture fixture = run.fixture()) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(KilledRun.BY_KILL_9);
            assertThat(TillView.warehouse(fixture)).isEqualTo(warehouses.get(TillView.loaded(fixture)));
            assertThat(TillView.lake(fixture)).isEqualTo(lakes.get(TillView.ingested(fixture)));
            Till.night(fixture, "run", LAST);
            assertThat(TillView.warehouse(fixture)).isEqualTo(warehouses.get(LAST));
            assertThat(TillView.lake(fixture)).isEqualTo(lakes.get(LAST));
            assertThat(TillView.processed(fixture)).isEqualTo(TillView.processed(clean));
        }
    }
}
