package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.report.RunReport;
import dev.varve.run.Engine;
import dev.varve.run.Ingest;
import dev.varve.run.IngestRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two ingests of one pipeline at once, where one is held up in the middle of its read. */
class OneWriterIT {
    private static final String NEXT = "2026-03-03T00:30:00Z";
    private static final Duration STEP = Duration.ofMinutes(1);

    /** Where the lake is. */
    enum Place {
        DISK,
        S3;

        TestLake lake(Path folder) {
            return switch (this) {
                case DISK -> TestLake.onDisk(folder);
                case S3 -> TestLake.onS3("one_writer");
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneSucceedsAndTheOtherIsBusyAndLeavesNothing(Place place) {
        try (Shop shop = Shop.open(PipelineFixture.fresh("one_writer", place::lake))) {
            Rows.execute(
                    shop.fixture().source(), "UPDATE Item SET price = 7 WHERE item_id = 1", "LOCK TABLES Item WRITE");
            CompletableFuture<Void> first = ingest(shop);
            awaitLease(shop, first);

            assertThat(shop.refusedBesideDebris(4, "ingest", shop.file("shop"), "--now", NEXT))
                    .startsWith("varve: Cannot write the lake: run ")
                    .endsWith(". Wait for it, then run again.");

            Rows.execute(shop.fixture().source(), "UNLOCK TABLES");
            first.join();
            assertThat(shop.fixture().history("shop").entries()).hasSize(2);
            assertThat(shop.fixture().lake().exists("raw/shop/lease.json")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowHolderWhoseLeaseWasTakenCannotCommit(Place place) {
        try (Shop shop = Shop.open(PipelineFixture.fresh("slow_writer", place::lake))) {
            Rows.execute(
                    shop.fixture().source(), "UPDATE Item SET price = 7 WHERE item_id = 1", "LOCK TABLES Item WRITE");
            CompletableFuture<Void> slow = ingest(shop);
            awaitLease(shop, slow);
            takeOver(shop, Instant.now().minusSeconds(1)); // as another host does after the lease expired

            Rows.execute(shop.fixture().source(), "UNLOCK TABLES");
            assertThat(failure(slow)).satisfies(e -> {
                assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY);
                assertThat(e)
                        .hasMessage("Cannot commit: the lake's lease expired and was taken over. Nothing of this run is"
                                + " visible; run again.");
            });
            assertThat(shop.fixture().history("shop").entries()).hasSize(1);

            // The one who took it died too, on its own host: its lease is over by now.
            Outcome next = shop.fixture().run("run", shop.file("shop"), "--now", NEXT);
            assertThat(next.err()).isEmpty();
            assertThat(next.code()).isZero();
            assertThat(Rows.of(
                            shop.fixture().warehouse(),
                            "SELECT price FROM shop.item_dim WHERE item_id = 1 AND is_current"))
                    .containsExactly("7.00");
        }
    }

    /** Starts an ingest that waits for the source's table. */
    private static CompletableFuture<Void> ingest(Shop shop) {
        var pipeline = PipelineReader.read(
                Path.of(shop.file("shop")),
                Variables.of(Map.of(), shop.fixture().variables()));
        Ingest ingest = new Ingest(new Engine(pipeline, Clock.systemUTC(), RunReport.toLog(pipeline)));
        IngestRequest request = new IngestRequest(Optional.empty(), Optional.of(Instant.parse(NEXT)), Set.of());
        return CompletableFuture.runAsync(() -> ingest.run(request));
    }

    private static void awaitLease(Shop shop, CompletableFuture<Void> ingest) {
        assertThat(Patience.until(() -> shop.fixture().lake().exists("raw/shop/lease.json") || ingest.isDone(), STEP))
                .isTrue();
        assertThat(ingest).isNotDone();
    }

    private static void takeOver(Shop shop, Instant expires) {
        shop.fixture().lake().write("raw/shop/lease.json", """
                {"run_id": "other", "host": "elsewhere.example", "system": "another", "pid": 1, "started": "", "expires": "%s"}
                """.formatted(expires));
    }

    private static VarveException failure(CompletableFuture<Void> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            return VarveException.within(e).orElseThrow();
        }
        throw new AssertionError("it committed");
    }
}
