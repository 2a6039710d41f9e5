package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.CommitPoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process of its own that was killed when it reached a commit point.
 *
 * @param fixture what it left behind
 * @param exitCode as the shell tells it
 * @param output what it printed
 */
record KilledRun(PipelineFixture fixture, int exitCode, String output) {
    /** 128 and the number of the signal. */
    static final int BY_KILL_9 = 137;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * Where a command is killed.
     *
     * @param point the point
     * @param passage which of its passages: 1, 2, ...
     */
    record Kill(CommitPoint point, int passage) {
        /** Whether a load passes the point, not an ingest. */
        boolean isLoad() {
            return point.compareTo(CommitPoint.BEFORE_PROCESSED) >= 0;
        }
    }

    /** Runs a command to its death. */
    static KilledRun at(Kill kill, PipelineFixture fixture, List<String> arguments) throws InterruptedException {
        String option = CommitPoints.kill(kill.point(), kill.passage());
        ChildJvm child = ChildJvm.start(fixture, List.of(option), arguments);
        try {
            assertThat(child.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
        } finally {
            child.process().destroyForcibly();
        }
        assertThat(Patience.until(() -> !isLocked(fixture), PATIENCE))
                .as("Postgres sees that its client is gone")
                .isTrue();
        return new KilledRun(fixture, child.process().exitValue(), child.text());
    }

    private static boolean isLocked(PipelineFixture fixture) {
        return Rows.number(
                        fixture.warehouse(),
                        "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                                + " WHERE locktype = 'advisory' AND datname = current_database()")
                > 0;
    }
}
