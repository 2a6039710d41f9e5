package dev.varve.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.Layout;
import dev.varve.lake.Lease;
import dev.varve.lake.ObjectStore;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.LakeSettings;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import dev.varve.sandbox.FaultProxy.Fault;
import dev.varve.sandbox.FaultProxy.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single requests for manifests and the lease that go wrong on the way to S3. */
class StoreFaultsIT {
    private static final String MANIFEST = "manifests/1.json";

    private static FaultProxy proxy;
    private Layout layout;
    private ObjectStore store;

    @BeforeAll
    static void standBetween() throws IOException {
        proxy = FaultProxy.before(TestServers.s3().endpoint());
    }

    @AfterAll
    static void leave() {
        proxy.close();
    }

    @BeforeEach
    void open() {
        proxy.heal();
        layout = TestLake.onS3("store", proxy.endpoint()).layout("p");
        store = layout.store();
    }

    @Test
    void aPutWhoseAnswerWasLostIsKnownAsOnesOwn() {
        Fault fault = proxy.inject(Kind.LOST_ANSWER, "PUT .*/manifests/1.json", 1);

        assertThat(store.putIfAbsent(MANIFEST, bytes("mine"))).isTrue();
        assertThat(fault.met()).isOne();
        assertThat(content(MANIFEST)).contains("mine");
    }

    @Test
    void aPutThatLostAgainstAnotherIsNotOnesOwnEvenWithTheSameContent() {
        store.putIfAbsent(MANIFEST, bytes("same"));
        Fault fault = proxy.inject(Kind.LOST_ANSWER, "PUT .*/manifests/1.json", 1);

        assertThat(store.putIfAbsent(MANIFEST, bytes("same"))).isFalse();
        assertThat(fault.met()).isOne();
    }

    @Test
    void aReplacementWhoseAnswerWasLostIsKnownAsOnesOwn() {
        store.putIfAbsent("lease.json", bytes("old"));
        Fault fault = proxy.inject(Kind.LOST_ANSWER, "PUT .*/lease.json", 1);

        assertThat(store.replace("lease.json", bytes("old"), bytes("new"))).isTrue();
        assertThat(fault.met()).isOne();
        assertThat(content("lease.json")).contains("new");
    }

    @Test
    void aDeletionWhoseAnswerWasLostIsDone() {
        store.putIfAbsent("lease.json", bytes("mine"));
        Fault fault = proxy.inject(Kind.LOST_ANSWER, "DELETE .*/lease.json", 1);

        assertThat(store.delete("lease.json", bytes("mine"))).isTrue();
        assertThat(fault.met()).isOne();
        assertThat(content("lease.json")).isEmpty();
    }

    @Test
    void anUploadThatWasCutIsSentAgain() {
        Fault fault = proxy.inject(Kind.CUT_UPLOAD, "PUT .*/manifests/1.json", 2);
        byte[] content = bytes("a manifest of some size\n".repeat(50_000));

        assertThat(store.putIfAbsent(MANIFEST, content)).isTrue();
        assertThat(fault.met()).isEqualTo(2);
        assertThat(store.read(MANIFEST))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(content));
    }

    @Test
    void aWriteThatMeetsAnotherIsTriedAgain() {
        Fault fault = proxy.inject(Kind.CONFLICT, "PUT .*/manifests/1.json", 2);

        assertThat(store.putIfAbsent(MANIFEST, bytes("mine"))).isTrue();
        assertThat(fault.met()).isEqualTo(2);
    }

    @Test
    void aWriteThatMeetsOthersForEverIsBusy() {
        proxy.inject(Kind.CONFLICT, "PUT .*/manifests/1.json", 100);

        assertThatThrownBy(() -> store.putIfAbsent(MANIFEST, bytes("mine")))
                .isInstanceOf(VarveException.class)
                .hasMessage(
                        "Cannot write " + layout.raw() + "/manifests/1.json: others are writing it at the same time,"
                                + " again and again. Wait for them, then run again.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.BUSY);
    }

    @Test
    void aRenewalThatWasDoneAndNotAnsweredIsNoLoss() {
        try (Lease lease = Lease.claim(store, "run-1", Clock.systemUTC())) {
            proxy.inject(Kind.LOST_ANSWER, "PUT .*/lease.json", 1);
            Fault refused = proxy.inject(Kind.FORBIDDEN, "PUT .*/lease.json", 1); // the second try, which ends it
            assertThatThrownBy(lease::ensureHeld).hasMessageContaining("access denied");
            assertThat(refused.met()).isOne();

            lease.ensureHeld();
        }
        assertThat(content("lease.json")).isEmpty();
    }

    @Test
    void aLeaseThatCannotBeReleasedFailsNobody() {
        try (Lease lease = Lease.claim(store, "run-1", Clock.systemUTC())) {
            lease.ensureHeld();
            proxy.inject(Kind.FORBIDDEN, "DELETE .*/lease.json", 1);
        }
        assertThat(content("lease.json")).isPresent();
    }

    @Test
    void aLeaseIsClaimedHeldAndReleasedThroughLostAnswers() {
        Fault fault = proxy.inject(Kind.LOST_ANSWER, "(PUT|DELETE) .*/lease.json", 3);

        try (Lease lease = Lease.claim(store, "run-1", Clock.systemUTC())) {
            lease.ensureHeld();
            lease.ensureHeld();
        }

        assertThat(fault.met()).isEqualTo(3);
        assertThat(content("lease.json")).isEmpty();
    }

    @Test
    void aStoreThatIsAwayForAWhileIsAskedAgain() {
        Fault fault = proxy.inject(Kind.UNAVAILABLE, ".", 2);

        assertThat(store.list("manifests")).isEmpty();
        assertThat(fault.met()).isEqualTo(2);
        proxy.inject(Kind.UNAVAILABLE, "PUT", 1);
        assertThat(store.putIfAbsent(MANIFEST, bytes("mine"))).isTrue();
        proxy.inject(Kind.UNAVAILABLE, "GET", 1);
        assertThat(content(MANIFEST)).contains("mine");
    }

    @Test
    void whatIsForbiddenIsToldAtOnce() {
        Fault fault = proxy.inject(Kind.FORBIDDEN, ".", 100);

        assertThatThrownBy(() -> store.putIfAbsent(MANIFEST, bytes("mine")))
                .isInstanceOf(VarveException.class)
                .hasMessage(
                        "Cannot write " + layout.raw() + "/manifests/1.json: access denied (403 AccessDenied). Check"
                                + " the credentials, and that the policy of the account and the bucket's own allow it.");
        assertThatThrownBy(() -> store.list("manifests"))
                .hasMessageStartingWith(
                        "Cannot list " + layout.raw() + "/manifests: access denied (403 AccessDenied).");
        assertThat(fault.met()).isEqualTo(2);
    }

    @Test
    void aBucketThatIsNotThereIsTold() {
        ObjectStore nowhere = at(URI.create("s3a://nowhere/lake"), proxy.endpoint());

        assertThatThrownBy(() -> nowhere.read("lease.json"))
                .isInstanceOf(VarveException.class)
                .hasMessage(
                        "Cannot read s3a://nowhere/lake/p/lease.json: there is no such bucket. Create it, or correct"
                                + " the pipeline file or AWS_ENDPOINT_URL_S3.");
        assertThatThrownBy(() -> nowhere.putIfAbsent("lease.json", bytes("mine")))
                .hasMessageStartingWith("Cannot write s3a://nowhere/lake/p/lease.json: there is no such bucket.");
        assertThatThrownBy(() -> nowhere.list("manifests"))
                .hasMessageStartingWith("Cannot list s3a://nowhere/lake/p/manifests: there is no such bucket.");
    }

    @Test
    void aStoreThatDoesNotAnswerIsTold() throws IOException {
        ObjectStore closed = at(URI.create("s3a://nowhere/lake"), URI.create("http://127.0.0.1:" + unusedPort()));

        assertThatThrownBy(() -> closed.read("lease.json"))
                .isInstanceOf(VarveException.class)
                .hasMessageMatching("Cannot read s3a://nowhere/lake/p/lease.json: .*refused.*"
                        + " Check AWS_ENDPOINT_URL_S3, AWS_REGION and the network\\.");
    }

    private ObjectStore at(URI root, URI endpoint) {
        S3Settings settings = new S3Settings(
                Optional.of(endpoint),
                Optional.empty(),
                S3Settings.Addressing.PATH,
                layout.s3().keys());
        return Layout.of(new LakeSettings(root, root, settings), "p").store();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Optional<String> content(String path) {
        return store.read(path).map(bytes -> new String(bytes, UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
