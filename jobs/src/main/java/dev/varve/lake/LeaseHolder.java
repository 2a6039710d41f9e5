package dev.varve.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/**
 * Who holds a lease.
 *
 * @param runId the run
 * @param host the name of its host
 * @param system what tells that host from others of the same name
 * @param pid its process there
 * @param started when that process started, so that a reused id is not taken for it
 * @param expires when the lease ends unless renewed
 */
record LeaseHolder(String runId, String host, String system, long pid, String started, Instant expires) {
    static LeaseHolder ofThisProcess(String runId, Instant expires) {
        ProcessHandle process = ProcessHandle.current();
        return new LeaseHolder(runId, localHost(), LocalSystem.id(), process.pid(), startOf(process), expires);
    }

    static LeaseHolder parse(byte[] bytes) {
        try {
            return LakeJson.read(bytes, LeaseHolder.class);
        } catch (IOException e) {
            throw VarveException.failed(
                    "Cannot read lease.json: it is no lease. Delete it if no run is writing this lake.", e);
        }
    }

    byte[] bytes() {
        try {
            return LakeJson.MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A lease is always JSON", e);
        }
    }

    LeaseHolder until(Instant later) {
        return new LeaseHolder(runId, host, system, pid, started, later);
    }

    /** Whether another is of the same run in the same process; only the expiry may differ. */
    boolean isSameRun(LeaseHolder other) {
        return until(other.expires).equals(other);
    }

    /** Whether the lease has expired, or its process ran on this host and is dead. */
    boolean isOver(Instant now) {
        return expires.isBefore(now) || (isOfThisHost() && !processLives());
    }

    /** Only there does its process number say anything. */
    private boolean isOfThisHost() {
        return !system.isEmpty() && system.equals(LocalSystem.id()) && host.equals(localHost());
    }

    private boolean processLives() {
        return ProcessHandle.of(pid)
                .filter(process -> startOf(process).equals(started))
                .isPresent();
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
