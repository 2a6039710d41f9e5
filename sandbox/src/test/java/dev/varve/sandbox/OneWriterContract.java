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
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two ingests of one pipeline at once, where one is held up in the middle of its read; wherever the lake is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneWriterContract {
    private static final Duration STEP = Duration.ofMinutes(1);

    private Shop shop;
    private LocalDate day;

    /** A lake where nothing is. */
    abstract TestLake lake(Path folder);

    Shop shop() {
        return shop;
    }

    @BeforeAll
    void open() {
        shop = Shop.open(PipelineFixture.fresh("one_writer", this::lake));
        day = LocalDate.parse("2026-03-02");
    }

    @AfterAll
    void close() {
        shop.close();
    }

    @BeforeEach
    void changeAndLock() {
        day = day.plusDays(1);
        Rows.execute(
                shop.fixture().source(),
                "UPDATE Item SET price = price + 7 WHERE item_id = 1",
                "LOCK TABLES Item WRITE");
    }

    @AfterEach
    void unlock() {
        Rows.execute(shop.fixture().source(), "UNLOCK TABLES");
    }

    @Test
    void oneSucceedsAndTheOtherIsBusyAndLeavesNothing() {
        int before = shop.fixture().history("shop").entries().size();
        CompletableFuture<Void> first = ingest();
        awaitLease(first);

        assertThat(shop.refusedBesideDebris(4, "ingest", shop.file("shop"), "--now", now()))
                .startsWith("varve: Cannot write the lake: run ")
                .endsWith(". Wait for it, then run again.");

        unlock();
        first.join();
        assertThat(shop.fixture().history("shop").entries()).hasSize(before + 1);
        assertThat(shop.fixture().lake().exists("raw/shop/lease.json")).isFalse();
    }

    @Test
    void aSlowHolderWhoseLeaseWasTakenCannotCommit() {
        int before = shop.fixture().history("shop").entries().size();
        CompletableFuture<Void> slow = ingest();
        awaitLease(slow);
        takeOver(Instant.now().minusSeconds(1)); // as another host does after the lease expired

        unlock();
        assertThat(failure(slow)).satisfies(e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY);
            assertThat(e)
                    .hasMessage(
                            "Cannot write the lake any longer: its lease expired and was taken over. What this run has"
                                    + " not committed is not visible; run again.");
        });
        assertThat(shop.fixture().history("shop").entries()).hasSize(before);

        // The one who took it died too, on its own host: its lease is over by now.
        Outcome next = shop.fixture().run("run", shop.file("shop"), "--now", now());
        assertThat(next.err()).isEmpty();
        assertThat(next.code()).isZero();
        assertThat(shop.fixture().history("shop").entries()).hasSize(before + 1);
        assertThat(Rows.of(
                        shop.fixture().warehouse(), "SELECT price FROM shop.item_dim WHERE item_id = 1 AND is_current"))
                .isEqualTo(Rows.of(shop.fixture().source(), "SELECT price FROM Item WHERE item_id = 1"));
    }

    private String now() {
        return day + "T00:30:00Z";
    }

    /** Starts an ingest that waits for the source's table. */
    CompletableFuture<Void> ingest() {
        var pipeline = PipelineReader.read(
                Path.of(shop.file("shop")),
                Variables.of(Map.of(), shop.fixture().variables()));
        Ingest ingest = new Ingest(new Engine(pipeline, Clock.systemUTC(), RunReport.toLog(pipeline)));
        IngestRequest request = new IngestRequest(Optional.empty(), Optional.of(Instant.parse(now())), Set.of());
        return CompletableFuture.runAsync(() -> ingest.run(request));
    }

    private void awaitLease(CompletableFuture<Void> ingest) {
        assertThat(Patience.until(() -> shop.fixture().lake().exists("raw/shop/lease.json") || ingest.isDone(), STEP))
                .isTrue();
        assertThat(ingest).isNotDone();
    }

    /** Waits until its snapshot is open and it asks for the table that is locked. */
    void awaitReadThatWaits(CompletableFuture<Void> ingest) {
        String waiting = "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE()"
                + " AND state LIKE 'Waiting for table%'";
        assertThat(Patience.until(() -> Rows.number(shop.fixture().source(), waiting) > 0 || ingest.isDone(), STEP))
                .isTrue();
        assertThat(ingest).isNotDone();
    }

    private void takeOver(Instant expires) {
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
