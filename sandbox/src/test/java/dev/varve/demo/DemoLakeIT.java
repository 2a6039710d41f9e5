package dev.varve.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Layout;
import dev.varve.lake.ObjectStore;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.sandbox.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo wipes of a lake, on disk and in buckets. */
class DemoLakeIT {
    private static final String LEASE = "lease.json";
    private static final String MANIFEST = "manifests/1.json";

    @Test
    void aLakeOnDiskIsWipedButForItsLease(@TempDir Path folder) {
        isWipedButForItsLease(
                folder.resolve("raw zoné %").toString(),
                folder.resolve("processed").toString());
    }

    @Test
    void aLakeInBucketsIsWipedButForItsLease() {
        TestServers.s3().createBucket("it-demo-raw");
        TestServers.s3().createBucket("it-demo-processed");
        isWipedButForItsLease("s3a://it-demo-raw", "s3a://it-demo-processed");
    }

    private static void isWipedButForItsLease(String raw, String processed) {
        Layout stock = layout(raw, processed, "stock");
        Layout other = layout(raw, processed, "other");
        ObjectStore processedStore = ObjectStore.at(stock.processed(), stock.s3());
        DemoLake lake = new DemoLake(stock);
        assertThat(lake.isEmpty()).isTrue();
        put(other.store(), MANIFEST);
        put(stock.store(), LEASE);
        assertThat(lake.isEmpty()).isTrue();

        put(processedStore, "stock_dim/part");
        assertThat(lake.isEmpty()).isFalse();
        put(stock.store(), MANIFEST);
        lake.wipe();

        assertThat(lake.isEmpty()).isTrue();
        assertThat(stock.store().read(MANIFEST)).isEmpty();
        assertThat(processedStore.read("stock_dim/part")).isEmpty();
        assertThat(stock.store().read(LEASE)).isPresent();
        assertThat(other.store().read(MANIFEST)).isPresent();
    }

    private static void put(ObjectStore store, String path) {
        assertThat(store.putIfAbsent(path, path.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    private static Layout layout(String raw, String processed, String pipeline) {
        Map<String, String> variables = new HashMap<>(TestServers.shared().variables());
        variables.putAll(TestServers.s3().variables());
        variables.put("LAKE_RAW", raw);
        variables.put("LAKE_PROCESSED", processed);
        Pipeline stock = PipelineReader.read(Path.of("../pipelines/stock.yaml"), Variables.of(Map.of(), variables));
        return Layout.of(stock.lake(), pipeline);
    }
}
