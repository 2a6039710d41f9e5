package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.sandbox.reference.Event;
import dev.varve.sandbox.reference.EventCounts;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded random histories: what the engine makes of them interval by interval, by a rebuild, and by going back and loading
 * again, is what a plain-Java model of the design says, and what {@code verify} computes. {@code -Dschedules=N} plays more
 * schedules, {@code -Dschedule.seed=S} one alone.
 */
class HistoriesIT {
    private static final int SCHEDULES = 5;
    private static final int OFTEN = 20;

    private static final TimeZone REAL = TimeZone.getDefault();
    private static final EventCounts events = new EventCounts();
    private static int played;

    static Stream<Long> seeds() {
        Long alone = Long.getLong("schedule.seed");
        return alone == null
                ? LongStream.rangeClosed(1, Integer.getInteger("schedules", SCHEDULES))
                        .boxed()
                : Stream.of(alone);
    }

    @ParameterizedTest(name = "schedule {0}")
    @MethodSource("seeds")
    void engineAndReferenceAgree(long seed) {
        MarketSchedule schedule = MarketSchedule.of(seed);
        TimeZone.setDefault(TimeZone.getTimeZone(schedule.zone()));
        try (MarketRun run = MarketRun.of(schedule)) {
            schedule.nights().forEach(run::play);
            run.verify();
            run.goBackAndLoadAgain();
            run.rebuild();
            events.add(run.events());
            played++;
        } finally {
            TimeZone.setDefault(REAL);
        }
    }

    /** Of one schedule alone, or after a failure, the counts would say nothing. */
    @AfterAll
    static void everyKindOfEventHappenedOften() {
        if (played >= SCHEDULES) {
            List<String> rare = Stream.of(Event.values())
                    .filter(event -> events.of(event) < OFTEN)
                    .map(event -> event + " " + events.of(event))
                    .toList();
            assertThat(rare)
                    .as("events that happened less than " + OFTEN + " times")
                    .isEmpty();
        }
    }
}
