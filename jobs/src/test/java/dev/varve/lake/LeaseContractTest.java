package dev.varve.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lease promises in every store; the test of an implementation inherits it. */
abstract class LeaseContractTest {
    private static final String PATH = "lease.json";
    private static final String SYSTEM = LocalSystem.id();
    private static final JsonMapper JSON = new JsonMapper();

    private final TestClock clock = new TestClock("2026-11-21T00:30:00Z");
    private ObjectStore store;

    /** A store at a root where nothing is. */
    abstract ObjectStore emptyStore();

    @BeforeEach
    void openStore() {
        store = emptyStore();
    }

    @Test
    void claimNamesRunProcessAndExpiry() throws IOException {
        try (Lease lease = Lease.claim(store, "run-1", clock)) {
            lease.ensureHeld();

            assertThat(holder().get("run_id").asText()).isEqualTo("run-1");
            assertThat(holder().get("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(expires()).isAfter(clock.instant());
        }
    }

    @Test
    void secondClaimIsBusy() throws IOException {
        try (Lease lease = Lease.claim(store, "run-1", clock)) {
            String host = holder().get("host").asText();

            assertThatThrownBy(() -> Lease.claim(store, "run-2", clock))
                    .isInstanceOf(VarveException.class)
                    .hasMessage("Cannot write the lake: run run-1 (process "
                            + ProcessHandle.current().pid() + " on " + host + ") holds it until " + expires()
                            + ". Wait for it, then run again.")
                    .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
            lease.ensureHeld();
        }
        assertThat(ExitCode.BUSY.code()).isEqualTo(4);
    }

    @Test
    void releasedLeaseCanBeClaimed() {
        Lease.claim(store, "run-1", clock).close();
        assertThat(store.read(PATH)).isEmpty();

        try (Lease lease = Lease.claim(store, "run-2", clock)) {
            lease.ensureHeld();
        }
    }

    @Test
    void heldLeaseIsRenewed() throws IOException {
        try (Lease lease = Lease.claim(store, "run-1", clock)) {
            Instant first = expires();
            clock.advance(Duration.between(clock.instant(), first).dividedBy(2));
            lease.ensureHeld();

            assertThat(expires()).isAfter(first);
            clock.advance(Duration.between(clock.instant(), first).plusSeconds(1));
            assertThatThrownBy(() -> Lease.claim(store, "run-2", clock))
                    .hasMessageStartingWith("Cannot write the lake: run run-1 ");
        }
    }

    @Test
    void expiredLeaseOfAnotherHostIsTakenOver() throws IOException {
        put("elsewhere.example", SYSTEM, 1, "", clock.instant().minusSeconds(1));

        try (Lease lease = Lease.claim(store, "run-2", clock)) {
            lease.ensureHeld();
            assertThat(holder().get("run_id").asText()).isEqualTo("run-2");
        }
    }

    @Test
    void leaseOfAnotherHostIsBusyUntilItExpires() {
        put("elsewhere.example", SYSTEM, 1, "", clock.instant().plusSeconds(1));

        assertThatThrownBy(() -> Lease.claim(store, "run-2", clock))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot write the lake: run run-old (process 1 on elsewhere.example) holds it until"
                        + " 2026-11-21T00:30:01Z. Wait for it, then run again.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
    }

    @Test
    void leaseOfADeadProcessOfThisHostIsTakenOverAtOnce() throws Exception {
        String host = host();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String started = child.info().startInstant().map(Instant::toString).orElse("");
        child.waitFor();
        put(host, SYSTEM, child.pid(), started, clock.instant().plusSeconds(60));

        try (Lease lease = Lease.claim(store, "run-2", clock)) {
            lease.ensureHeld();
            assertThat(holder().get("run_id").asText()).isEqualTo("run-2");
        }
    }

    @Test
    void deadProcessOfAnotherSystemOfThatNameMayLive() throws Exception {
        put(
                host(),
                "another kernel pid:[1]",
                Integer.MAX_VALUE,
                "",
                clock.instant().plusSeconds(60));

        assertThatThrownBy(() -> Lease.claim(store, "run-2", clock))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot write the lake: run run-old ");
    }

    @Test
    void processThatHasOnlyTheSameIdIsNotTheHolder() throws IOException {
        put(
                host(),
                SYSTEM,
                ProcessHandle.current().pid(),
                "2001-01-01T00:00:00Z",
                clock.instant().plusSeconds(60));

        try (Lease lease = Lease.claim(store, "run-2", clock)) {
            lease.ensureHeld();
            assertThat(holder().get("run_id").asText()).isEqualTo("run-2");
        }
    }

    @Test
    void lostLeaseIsNotHeldAndNotReleased() throws IOException {
        try (Lease lost = Lease.claim(store, "run-1", clock)) {
            clock.advance(Duration.ofHours(1));
            takeOver();

            assertThatThrownBy(lost::ensureHeld)
                    .isInstanceOf(VarveException.class)
                    .hasMessage("Cannot write the lake any longer: its lease expired and was taken over. What this"
                            + " run has not committed is not visible; run again.")
                    .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
        }
        assertThat(holder().get("run_id").asText()).isEqualTo("run-2");
    }

    @Test
    void lostLeaseStaysLost() {
        try (Lease lost = Lease.claim(store, "run-1", clock)) {
            clock.advance(Duration.ofHours(1));
            Lease.claim(store, "run-2", clock).close();

            assertThatThrownBy(lost::ensureHeld).hasMessageStartingWith("Cannot write the lake any longer: its lease");
            assertThatThrownBy(lost::ensureHeld).hasMessageStartingWith("Cannot write the lake any longer: its lease");
        }
    }

    @Test
    void fileThatIsNoLeaseIsAnError() {
        store.putIfAbsent(PATH, "gibberish".getBytes(UTF_8));

        assertThatThrownBy(() -> Lease.claim(store, "run-2", clock))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read lease.json: it is no lease. Delete it if no run is writing this lake.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    private String host() throws IOException {
        try (Lease lease = Lease.claim(store, "run-0", clock)) {
            lease.ensureHeld();
            return holder().get("host").asText();
        }
    }

    /** What another host writes when it takes an expired lease over. */
    private void takeOver() {
        byte[] expired = store.read(PATH).orElseThrow();
        assertThat(store.replace(
                        PATH,
                        expired,
                        json(
                                "run-2",
                                "elsewhere.example",
                                SYSTEM,
                                1,
                                "",
                                clock.instant().plusSeconds(60))))
                .isTrue();
    }

    private void put(String host, String system, long pid, String started, Instant expires) {
        assertThat(store.putIfAbsent(PATH, json("run-old", host, system, pid, started, expires)))
                .isTrue();
    }

    private static byte[] json(String runId, String host, String system, long pid, String started, Instant expires) {
        return JSON.createObjectNode()
                .put("run_id", runId)
                .put("host", host)
                .put("system", system)
                .put("pid", pid)
                .put("started", started)
                .put("expires", expires.toString())
                .toString()
                .getBytes(UTF_8);
    }

    private ObjectNode holder() throws IOException {
        return (ObjectNode) JSON.readTree(store.read(PATH).orElseThrow());
    }

    private Instant expires() throws IOException {
        return Instant.parse(holder().get("expires").asText());
    }
}
