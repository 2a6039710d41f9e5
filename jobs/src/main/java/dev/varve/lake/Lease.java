package dev.varve.lake;

import dev.varve.pipeline.VarveException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write a pipeline's lake: {@code lease.json}, created put-if-absent and renewed until closed. A lease is taken
 * over once it has expired, or at once if its process ran on this host and is dead.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final String PATH = "lease.json";
    private static final Duration TERM = Duration.ofMinutes(2);

    private final ObjectStore store;
    private final Clock clock;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lease-renewal");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> renewals;
    private LeaseHolder holder;
    private boolean lost;

    private Lease(ObjectStore store, Clock clock, LeaseHolder holder) {
        this.store = store;
        this.clock = clock;
        this.holder = holder;
        long period = TERM.toSeconds() / 4;
        renewals = renewal.scheduleAtFixedRate(this::renewOrRetry, period, period, TimeUnit.SECONDS);
    }

    /**
     * Claims the lease for a run.
     *
     * @throws VarveException (busy) if somebody else holds it
     */
    public static Lease claim(ObjectStore store, String runId, Clock clock) {
        LeaseHolder mine = LeaseHolder.ofThisProcess(runId, clock.instant().plus(TERM));
        if (store.putIfAbsent(PATH, mine.bytes())) {
            return new Lease(store, clock, mine);
        }
        Optional<byte[]> found = store.read(PATH);
        if (found.isEmpty()) { // released in this moment
            return claim(store, runId, clock);
        }
        LeaseHolder other = LeaseHolder.parse(found.get());
        if (other.isOver(clock.instant()) && store.replace(PATH, found.get(), mine.bytes())) {
            return new Lease(store, clock, mine);
        }
        throw VarveException.busy("Cannot write the lake: run " + other.runId() + " (process " + other.pid() + " on "
                + other.host() + ") holds it until " + other.expires() + ". Wait for it, then run again.");
    }

    /**
     * Makes sure, right before a commit, that the lease is still held.
     *
     * @throws VarveException (busy) if it was lost
     */
    public synchronized void ensureHeld() {
        renew();
        if (lost) {
            throw VarveException.busy(
                    "Cannot commit: the lake's lease expired and was taken over. Nothing of this run is visible; run again.");
        }
    }

    /** A renewal that fails is tried again at the next tick; the commit makes sure of the lease itself. */
    private void renewOrRetry() {
        try {
            renew();
        } catch (VarveException e) {
            LOG.warn("Cannot renew the lease, trying again", e);
        }
    }

    private synchronized void renew() {
        LeaseHolder renewed = holder.until(clock.instant().plus(TERM));
        if (!lost && store.replace(PATH, holder.bytes(), renewed.bytes())) {
            holder = renewed;
        } else {
            lost = true;
        }
    }

    @Override
    public synchronized void close() {
        renewals.cancel(false);
        renewal.shutdown();
        if (!lost) {
            store.delete(PATH, holder.bytes());
        }
    }
}
