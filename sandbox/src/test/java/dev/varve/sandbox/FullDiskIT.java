package dev.varve.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.ObjectStore;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/** A lake whose disk is full: no half of anything is read, and once there is room all goes on. */
@EnabledIf(
        value = "dev.varve.sandbox.SmallDisk#mayBeMounted",
        disabledReason = "a disk can be filled only where this user may mount a tmpfs")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullDiskIT {
    private static final String SECOND = "2026-03-03T00:30:00Z";
    private static final String AGAIN = " Nothing of this run is visible; run again once the cause is gone.";

    private static Shop shop;
    private static Path root;

    @BeforeAll
    static void open() {
        shop = Shop.open(PipelineFixture.fresh("full_disk", TestLake::onDisk));
        root = shop.fixture().folder();
        Rows.execute(shop.fixture().source(), "UPDATE Item SET price = price + 1");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    void aFullDiskKeepsSmallFilesWhole() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(root.resolve("small"))) {
            ObjectStore store = ObjectStore.at(disk.folder().toUri(), S3Settings.AWS);
            byte[] small = "{}".getBytes(UTF_8);
            byte[] large = new byte[100_000];
            assertThat(store.putIfAbsent("lease.json", small)).isTrue();
            assertThat(store.replace("lease.json", small, small)).isTrue();
            disk.fill();
            for (ThrowingCallable put : List.<ThrowingCallable>of(
                    () -> store.putIfAbsent("1.json", large), () -> store.replace("lease.json", small, large))) {
                assertThatThrownBy(put)
                        .isInstanceOf(VarveException.class)
                        .hasMessageEndingWith(
                                ": No space left on device. Check the lake's folder, its rights and its free space.")
                        .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
            }
            assertThat(store.read("1.json")).isEmpty();
            assertThat(store.read("lease.json")).contains(small);

            disk.free();
            assertThat(disk.files()).containsExactlyInAnyOrder("lease.json", ".lease.json.lock");
            assertThat(store.putIfAbsent("1.json", large)).isTrue();
            assertThat(store.delete("lease.json", small)).isTrue();
        }
    }

    @Test
    @Order(2)
    void aLakeThatIsFullIsWrittenOnceThereIsRoom() throws IOException {
        try (SmallDisk disk = mountedOver("raw")) {
            disk.fill();
            assertThat(failed(1, "ingest", shop.file("shop"), "--now", SECOND))
                    .startsWith("varve: Cannot write " + root + "/raw/shop/lease.json: No space left on device. ");
            disk.free();
            disk.fillBut(12_288); // the lease, but no rows
            assertThat(failed(1, "ingest", shop.file("shop"), "--now", SECOND))
                    .startsWith("varve: Cannot ingest table Item of pipeline shop as of 2026-03-02: ")
                    .contains("No space left on device")
                    .endsWith(AGAIN);
            assertThat(disk.folder().resolve("shop/lease.json")).doesNotExist();
            disk.free();
            assertDone(shop.fixture().run("ingest", shop.file("shop"), "--now", SECOND));
            FileUtils.copyDirectory(disk.folder().toFile(), root.resolve("kept").toFile());
        }
        FileUtils.deleteDirectory(root.resolve("raw").toFile());
        Files.move(root.resolve("kept"), root.resolve("raw"));
    }

    @Test
    @Order(3)
    void aProcessedZoneThatIsFullIsWrittenOnceThereIsRoom() throws IOException {
        try (SmallDisk disk = mountedOver("processed")) {
            disk.fill();
            assertThat(failed(1, "load", shop.file("shop")))
                    .startsWith("varve: Cannot load item_dim of pipeline shop as of 2026-03-02: its rows cannot be ")
                    .contains("No space left on device")
                    .endsWith(" Nothing of this interval was loaded.");
            disk.free();
            assertDone(shop.fixture().run("load", shop.file("shop")));
        }
        assertThat(Rows.of(
                        shop.fixture().warehouse(),
                        "SELECT item_id, price, valid_from FROM shop.item_dim WHERE is_current ORDER BY 1"))
                .containsExactly(
                        "1 | 2.00 | 2026-03-02 00:30:00+00",
                        "2 | 3.00 | 2026-03-02 00:30:00+00",
                        "3 | 4.00 | 2026-03-02 00:30:00+00");
    }

    private static SmallDisk mountedOver(String zone) throws IOException {
        Path copy = Files.createTempDirectory(root, zone);
        FileUtils.copyDirectory(root.resolve(zone).toFile(), copy.toFile());
        SmallDisk disk = SmallDisk.mount(root.resolve(zone));
        FileUtils.copyDirectory(copy.toFile(), disk.folder().toFile());
        return disk;
    }

    /** One line, no trace, and neither manifests nor warehouse touched; what a run left behind is debris. */
    private static String failed(int code, String... args) {
        List<String> warehouse = shop.warehouse();
        int manifests = shop.fixture().history("shop").entries().size();
        Outcome outcome = shop.fixture().run(args);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(shop.fixture().history("shop").entries()).hasSize(manifests);
        assertThat(shop.warehouse()).isEqualTo(warehouse);
        assertThat(outcome.err().lines()).hasSize(1);
        return outcome.err().strip();
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }
}
