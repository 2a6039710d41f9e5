package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.LakeTables;
import dev.varve.lake.Layout;
import dev.varve.lake.Sessions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OneWriterOnDiskIT extends OneWriterContract {
    @Override
    TestLake lake(Path folder) {
        return TestLake.onDisk(folder);
    }

    /** Whatever is written and committed while an ingest reads, it reads every table as of one moment. */
    @Test
    void aReadShowsTheSourceAsItWasWhenItBegan() {
        List<String> before = Rows.of(shop().fixture().source(), "SELECT price FROM Item ORDER BY item_id");
        CompletableFuture<Void> ingest = ingest();
        awaitReadThatWaits(ingest);

        Rows.execute(shop().fixture().source(), "UPDATE Item SET price = price + 100");
        unlock();
        ingest.join();

        assertThat(ingestedPrices()).isEqualTo(before);
        assertThat(shop().fixture().history("shop").last().orElseThrow().consistency())
                .isEqualTo("one_snapshot");
    }

    private List<String> ingestedPrices() {
        Layout layout = shop().fixture().layout("shop");
        return new LakeTables(Sessions.open(layout), layout)
                        .state(shop().fixture().history("shop"), "Item")
                        .orElseThrow()
                        .orderBy("row.item_id")
                        .selectExpr("cast(row.price AS string)")
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .toList();
    }
}
