package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.History;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Layout;
import dev.varve.lake.Sessions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.Test;

/** A prune of a lake in buckets. */
class PruneOnS3IT {
    @Test
    void aSnapshotGoesAndEveryStateStays() {
        try (Shop shop = Shop.open(PipelineFixture.fresh("prune_s3", folder -> TestLake.onS3("prune")))) {
            String file = shop.changed(
                    "shop", "  raw: ${LAKE_RAW}", "  raw: ${LAKE_RAW}\n  keep_snapshots: { days: 1, months: 0 }");
            night(shop, file, "2026-03-31T00:30:00Z", "UPDATE Item SET price = price + 1 WHERE item_id < 3");
            night(shop, file, "2026-05-06T00:30:00Z", "DELETE FROM Item WHERE item_id = 2");
            List<List<String>> states = states(shop);
            List<String> lake = shop.fixture().lake().hashes();

            Outcome dryRun = shop.fixture().run("prune", file, "--dry-run");
            assertThat(dryRun.code()).as(dryRun.err()).isZero();
            assertThat(shop.fixture().lake().hashes()).isEqualTo(lake);

            Outcome prune = shop.fixture().run("prune", file);
            assertThat(prune.err()).isEmpty();
            assertThat(prune.code()).isZero();
            assertThat(prune.out()).contains("1 snapshot, as of 2026-03-30");
            assertThat(shop.fixture().history("shop").snapshots("Item"))
                    .extracting(manifest -> manifest.number())
                    .containsExactly(1, 3);
            assertThat(states(shop)).isEqualTo(states);
            assertThat(shop.fixture().lake().exists("raw/shop/lease.json")).isFalse();
            assertThat(shop.fixture().run("prune", file).out()).contains("nothing to prune");
            night(shop, file, "2026-05-07T00:30:00Z", "INSERT INTO Item VALUES (4, 4, 4, 'Cog', 4)");
        }
    }

    private static void night(Shop shop, String file, String now, String change) {
        Rows.execute(shop.fixture().source(), change);
        Outcome outcome = shop.fixture().run("run", file, "--now", now);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    /** The table as it stood at each manifest. */
    private static List<List<String>> states(Shop shop) {
        Layout layout = shop.fixture().layout("shop");
        LakeTables lake = new LakeTables(Sessions.open(layout), layout);
        History history = shop.fixture().history("shop");
        List<List<String>> states = new ArrayList<>();
        for (int number = 1; number <= history.entries().size(); number++) {
            states.add(
                    lake.state(history.upTo(number), "Item").map(Dataset::toJSON).orElseThrow().collectAsList().stream()
                            .sorted()
                            .toList());
        }
        return states;
    }
}
