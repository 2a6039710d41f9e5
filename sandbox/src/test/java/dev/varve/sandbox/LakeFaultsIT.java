package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.sandbox.FaultProxy.Fault;
import dev.varve.sandbox.FaultProxy.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A pipeline whose lake is on an S3 that fails: what can be tried again is, the rest is one line, and the rerun is right. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LakeFaultsIT {
    private static FaultProxy proxy;
    private static Shop shop;
    private static int price = 1;

    @BeforeAll
    static void open() throws IOException {
        proxy = FaultProxy.before(TestServers.s3().endpoint());
        shop = Shop.open(
                PipelineFixture.fresh("lake_faults", folder -> TestLake.onS3("lake_faults", proxy.endpoint())));
    }

    @AfterAll
    static void close() {
        shop.close();
        proxy.close();
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @Test
    @Order(1)
    void layersThatMayNotBeWrittenAreToldAndTheRerunIsRight() {
        changePrices();
        Fault fault = proxy.inject(Kind.FORBIDDEN, "(PUT|POST) .*/changes/", 1000);
        assertThat(shop.refusedBesideDebris(1, "run", shop.file("shop"), "--now", "2026-03-03T00:30:00Z"))
                .startsWith("varve: Cannot ingest table Item of pipeline shop as of 2026-03-02: ")
                .contains("lake/shop/changes/Item/", ": access denied (403 AccessDenied). Check the credentials, and ")
                .endsWith(" Nothing of this run is visible; run again once the cause is gone.");
        assertThat(fault.met()).isPositive();
        proxy.heal();
        run("2026-03-03T00:30:00Z");
    }

    @Test
    @Order(2)
    void aManifestThatMayNotBeWrittenIsToldAndTheRerunIsRight() {
        changePrices();
        proxy.inject(Kind.FORBIDDEN, "PUT .*/manifests/", 1000);
        assertThat(shop.refusedBesideDebris(1, "run", shop.file("shop"), "--now", "2026-03-04T00:30:00Z"))
                .startsWith("varve: Cannot write s3a://lake-faults-")
                .contains("/shop/manifests/3.json: access denied (403 AccessDenied).");
        proxy.heal();
        run("2026-03-04T00:30:00Z");
    }

    @Test
    @Order(3)
    void aStoreThatIsAwayForAWhileDelaysARun() {
        changePrices();
        List<Fault> faults = List.of(
                proxy.inject(Kind.UNAVAILABLE, "PUT .*parquet", 2),
                proxy.inject(Kind.UNAVAILABLE, "GET .*parquet", 2),
                proxy.inject(Kind.UNAVAILABLE, "GET .*list-type", 2),
                proxy.inject(Kind.UNAVAILABLE, "PUT .*_delta_log", 2));
        run("2026-03-05T00:30:00Z");
        assertThat(faults).allSatisfy(fault -> assertThat(fault.met()).isEqualTo(2));
    }

    @Test
    @Order(4)
    void uploadsThatWereCutAreSentAgain() {
        changePrices();
        Fault fault = proxy.inject(Kind.CUT_UPLOAD, "PUT .*(parquet|_delta_log|manifests)", 4);
        run("2026-03-06T00:30:00Z");
        assertThat(fault.met()).isEqualTo(4);
    }

    @Test
    @Order(5)
    void writesWhoseAnswersWereLostAreDoneOnce() {
        changePrices();
        List<Fault> faults = List.of(
                proxy.inject(Kind.LOST_ANSWER, "PUT .*/lease.json", 2),
                proxy.inject(Kind.LOST_ANSWER, "PUT .*/changes/.*_delta_log/.*json", 1),
                proxy.inject(Kind.LOST_ANSWER, "PUT .*/snapshots/.*_delta_log/.*json", 1),
                proxy.inject(Kind.LOST_ANSWER, "PUT .*/item_dim/_delta_log/.*json", 1),
                proxy.inject(Kind.LOST_ANSWER, "PUT .*parquet", 2),
                proxy.inject(Kind.LOST_ANSWER, "PUT .*/manifests/", 1),
                proxy.inject(Kind.LOST_ANSWER, "DELETE .*/lease.json", 1));
        run("2026-03-07T00:30:00Z");
        assertThat(faults).allSatisfy(fault -> assertThat(fault.met()).isPositive());
    }

    /** Rights that the policy of docs/operations.md does not give are not asked for, from the first run on. */
    @Test
    @Order(6)
    void theRightsOfTheDocumentedPolicyAreEnough() {
        List<Fault> forbidden = List.of(
                proxy.inject(Kind.FORBIDDEN, "^(PUT|DELETE) /[^/]+/(?!lake/shop/)", 1000),
                proxy.inject(Kind.FORBIDDEN, "^DELETE .*/(manifests|prunes)/", 1000),
                proxy.inject(Kind.FORBIDDEN, "^POST (?!.*[?]delete)", 1000),
                proxy.inject(Kind.FORBIDDEN, "[?&](acl|policy|location|tagging|versions|uploads)", 1000));
        try (Shop fresh = Shop.open(
                PipelineFixture.fresh("lake_rights", folder -> TestLake.onS3("lake_rights", proxy.endpoint())))) {
            Outcome prune = fresh.fixture().run("prune", fresh.file("shop"));
            assertThat(prune.err()).isEmpty();
            assertThat(prune.code()).isZero();
        }
        assertThat(forbidden).allSatisfy(fault -> assertThat(fault.met()).isZero());
    }

    private static void changePrices() {
        Rows.execute(shop.fixture().source(), "UPDATE Item SET price = price + 10");
        price += 10;
    }

    /** Runs a night that must go well, and looks at all that it left. */
    private static void run(String now) {
        int before = shop.fixture().history("shop").entries().size();
        Outcome outcome = shop.fixture().run("run", shop.file("shop"), "--now", now);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(shop.fixture().history("shop").entries()).hasSize(before + 1);
        assertThat(shop.fixture().lake().exists("raw/shop/lease.json")).isFalse();
        assertThat(Rows.of(
                        shop.fixture().warehouse(),
                        "SELECT item_id, price, count(*) OVER () FROM shop.item_dim WHERE is_current ORDER BY 1"))
                .containsExactly(
                        "1 | " + price + ".00 | 3", "2 | " + (price + 1) + ".00 | 3", "3 | " + (price + 2) + ".00 | 3");
        assertThat(Rows.of(
                        shop.fixture().warehouse(),
                        "SELECT count(*) FROM shop.item_dim WHERE item_id = 1 AND price > 0"))
                .containsExactly(Integer.toString(before + 1));
    }
}
