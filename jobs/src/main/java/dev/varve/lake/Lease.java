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
    private boolean unsure;

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
        CommitPoint.BEFORE_CLAIM.reached();
        Lease lease = claimed(store, runId, clock);
        CommitPoint.AFTER_CLAIM.reached();
        return lease;
    }

    private static Lease claimed(ObjectStore store, String runId, Clock clock) {
        LeaseHolder mine = LeaseHolder.ofThisProcess(runId, clock.instant().plus(TERM));
        if (store.putIfAbsent(PATH, mine.bytes())) {
            return new Lease(store, clock, mine);
        }
        Optional<byte[]> found = store.read(PATH);
        if (found.isEmpty()) { // released in this moment
            return claimed(store, runId, clock);
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
                    "Cannot write the lake any longer: its lease expired and was taken over. What this run has not committed"
                            + " is not visible; run again.");
        }
    }

    /** A renewal that fails is tried again at the next tick; the commit makes sure of the lease itself. */
    private void renewOrRetry() {
        try {
            renew();
        } catch (RuntimeException e) { // any that came out would end the renewals
            LOG.warn("Cannot renew the lease, trying again", e);
        }
    }

    private synchronized void renew() {
        adoptWhatIsThere();
        LeaseHolder renewed = holder.until(clock.instant().plus(TERM));
        if (!lost && store.replace(PATH, holder.bytes(), renewed.bytes())) {
            holder = renewed;
            unsure = false;
        } else {
            lost = true;
        }
    }

    /** A renewal that failed may have been done all the same, so that the file is this run's with a later expiry. */
    private void adoptWhatIsThere() {
        if (unsure) {
            store.read(PATH).map(LeaseHolder::parse).filter(holder::isSameRun).ifPresent(found -> holder = found);
        }
        unsure = true; // until the answer is there
    }

    /** Releases the lease. Where that fails, it ends by itself soon: what was committed stays committed. */
    @Override
    public synchronized void close() {
        renewals.cancel(false);
        renewal.shutdown();
        CommitPoint.BEFORE_RELEASE.reached();
        try {
            adoptWhatIsThere();
            if (!lost) {
                store.delete(PATH, holder.bytes());
            }
            CommitPoint.AFTER_RELEASE.reached();
        } catch (VarveException e) {
            LOG.warn("Cannot release the lease, which ends by itself at {}", holder.expires(), e);
        }
    }
}
