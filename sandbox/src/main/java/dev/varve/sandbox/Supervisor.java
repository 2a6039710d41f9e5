package dev.varve.sandbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that runs the servers. A process id alone may have been given to another process since, so the start time
 * has to match too.
 *
 * @param pid process id, 0 for none
 * @param startedAtMillis start of the process, milliseconds since 1970
 * @param phase how far it has come
 */
record Supervisor(long pid, long startedAtMillis, Phase phase) {
    /** How far a supervisor has come. */
    enum Phase {
        STOPPED,
        STARTING,
        READY
    }

    static final Supervisor NONE = new Supervisor(0, 0, Phase.STOPPED);

    /** The system derives start times from a boot time that it corrects by a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    static Supervisor current(Phase phase) {
        ProcessHandle self = ProcessHandle.current();
        return new Supervisor(
                self.pid(),
                self.info().startInstant().map(Instant::toEpochMilli).orElse(0L),
                phase);
    }

    /** The running process, unless it has ended. */
    @JsonIgnore
    Optional<ProcessHandle> process() {
        // A process that ended but was not waited for (as in a container without an init) has no command any more.
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().command().isPresent())
                .filter(this::startedWith);
    }

    private boolean startedWith(ProcessHandle handle) {
        long actual = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return Math.abs(actual - startedAtMillis) <= TOLERANCE.toMillis();
    }
}
