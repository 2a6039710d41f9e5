package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.run.Engine;
import dev.varve.run.Load;
import dev.varve.run.Prune;
import dev.varve.run.Rewind;
import dev.varve.run.Verify;
import dev.varve.warehouse.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A warehouse that is loaded anew from a lake is the same before, during and after a prune, and so are the nights to come. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PruneIT {
    private static final String LABELS = "2 snapshots, as of 2026-03-30, 2026-05-04";

    private static Shop shop;
    private static String file;
    private static List<String> before;

    /** As of 03-01, 03-30, 04-29, 05-04 and 05-05. The dimension compares end states, so that a load reads snapshots. */
    @BeforeAll
    static void playFiveNights() throws IOException {
        shop = Shop.open(PipelineFixture.fresh("prune", TestLake::onDisk));
        file = shop.changed(
                "shop",
                "  raw: ${LAKE_RAW}",
                "  raw: ${LAKE_RAW}\n  keep_snapshots: { days: 1, months: 2 }",
                "    from: Item\n",
                "");
        night("2026-03-31", "UPDATE Item SET price = price + 1 WHERE item_id < 3");
        night("2026-04-30", "DELETE FROM Item WHERE item_id = 2");
        night("2026-05-05", "INSERT INTO Item VALUES (4, 4, 4, 'Cog', 4)");
        night("2026-05-06", "UPDATE Item SET name = 'Gear wheel' WHERE item_id = 3");
        for (String copy : List.of("raw copy", "raw copy 2")) {
            FileUtils.copyDirectory(
                    shop.fixture().folder().resolve("raw").toFile(),
                    shop.fixture().folder().resolve(copy).toFile());
        }
        before = loadedAnew("prune_before");
        assertThat(before).hasSize(7 + 1); // and the unknown member
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    void aDryRunIsToldAndWritesNothing() {
        List<String> lake = shop.fixture().lake().hashes();
        Outcome outcome = shop.fixture().run("prune", file, "--dry-run");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .containsPattern("snapshot snapshots/Item     " + LABELS + ": 2 files, \\d\\.\\d kB\n")
                .containsPattern("dry run  snapshot 2 files, \\d\\.\\d kB; nothing was written\n");
        assertThat(shop.fixture().lake().hashes()).isEqualTo(lake);
    }

    @Test
    @Order(2)
    void aWarehouseThatIsLoadedAnewAfterAPruneIsTheSame() {
        Outcome outcome = shop.fixture().run("prune", file);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .containsPattern("snapshot snapshots/Item     " + LABELS + ": 2 files, \\d\\.\\d kB\n")
                .containsPattern("pruned   snapshot 2 files, \\d\\.\\d kB  \\(");
        assertThat(shop.fixture().history("shop").snapshots("Item"))
                .map(Manifest::number)
                .containsExactly(1, 3, 5);
        assertThat(loadedAnew("prune_after")).isEqualTo(before);
    }

    @Test
    @Order(3)
    void aSecondPruneHasNothingToDo() {
        assertThat(shop.fixture().run("prune", file).out()).containsPattern("^pruned   nothing to prune  \\(");
    }

    @Test
    @Order(4)
    void theNextNightFindsWhatChangedAndNoMore() {
        Outcome night = night("2026-05-07", "UPDATE Item SET price = 9 WHERE item_id = 1");

        assertThat(night.out()).contains("3 rows read: 0 inserted, 1 updated, 0 deleted, 2 unchanged");
    }

    @Test
    @Order(5)
    void aLoadAndAVerificationThatAPruneOvertakesAreRight() {
        try (PipelineFixture other = shop.fixture().beside("prune_meanwhile", TestLake::onDisk)) {
            Pipeline pipeline = unpruned(other, "raw copy");
            PruneMeanwhile prune = new PruneMeanwhile(pipeline);

            new Load(new Engine(pipeline, Clock.systemUTC(), prune)).run();

            assertThat(prune.pruned).containsExactly(LABELS);
            assertThat(members(other)).isEqualTo(before);
            assertAVerificationIsRight(unpruned(other, "raw copy 2"));
        }
    }

    /** Of a warehouse whose last manifest is one that has a snapshot that goes. */
    private static void assertAVerificationIsRight(Pipeline pipeline) {
        new Rewind(new Engine(pipeline, Clock.systemUTC(), new HeardRows())).run("2026-05-04", Rewind.Mode.REWIND);
        PruneMeanwhile prune = new PruneMeanwhile(pipeline);

        Verify.Verified verified =
                new Verify(new Engine(pipeline, Clock.systemUTC(), prune)).run(Verify.Extent.WITHOUT_SOURCE);

        assertThat(prune.pruned).containsExactly(LABELS);
        assertThat(verified.wrong()).isEmpty();
        assertThat(verified.findings())
                .extracting(Finding::check)
                .containsExactly(Finding.Check.LEDGER, Finding.Check.CURRENT, Finding.Check.VERSIONS);
    }

    /** The pipeline on another warehouse and a copy of the lake as it was before the prune. */
    private static Pipeline unpruned(PipelineFixture other, String copy) {
        Map<String, String> variables = new HashMap<>(shop.fixture().variables());
        variables.put("WAREHOUSE_URL", other.variables().getOrDefault("WAREHOUSE_URL", ""));
        variables.put("LAKE_PROCESSED", other.variables().getOrDefault("LAKE_PROCESSED", ""));
        variables.put("LAKE_RAW", shop.fixture().folder().resolve(copy).toString());
        return PipelineReader.read(Path.of(file), Variables.of(variables, Map.of()));
    }

    @Test
    @Order(6)
    void aLakeThatIsBegunAnewBesideTheRecordOfAPruneIsRefused() {
        for (String folder : List.of("manifests", "snapshots", "changes")) {
            shop.fixture().lake().delete("raw/shop/" + folder);
        }

        assertThat(shop.refused(3, "ingest", file, "--now", "2026-05-08T00:30:00Z"))
                .isEqualTo(
                        "varve: Cannot write the lake of pipeline shop: prunes/1.json saw 5 manifests, and 0 are there."
                                + " Restore manifests/ from a copy of the lake, or delete prunes/ as well if the lake was deleted"
                                + " to begin anew. Nothing was changed.");
    }

    /** Prunes the lake when a load begins to read what it needs for its second manifest, or a verification has read the log. */
    private static final class PruneMeanwhile extends HeardRows {
        private final Pipeline pipeline;
        private final List<String> pruned = new ArrayList<>();
        private int manifests;

        private PruneMeanwhile(Pipeline pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public void beginning(Step step, long rows) {
            if (step == Step.PROCESS && ++manifests == 2) {
                prune();
            }
        }

        @Override
        public void found(Finding finding) {
            if (pruned.isEmpty()) {
                prune();
            }
        }

        private void prune() {
            new Prune(new Engine(pipeline, Clock.systemUTC(), new HeardRows()))
                    .run(Prune.Mode.PRUNE)
                    .forEach(done -> pruned.add(done.what()));
        }
    }

    private static Outcome night(String day, String change) {
        Rows.execute(shop.fixture().source(), change);
        Outcome ingest = shop.fixture().run("ingest", file, "--now", day + "T00:30:00Z");
        assertThat(ingest.err()).isEmpty();
        assertThat(ingest.code()).isZero();
        return ingest;
    }

    /** The dimension of a new warehouse after a load of all manifests of the lake. */
    private static List<String> loadedAnew(String name) {
        try (PipelineFixture other = shop.fixture().beside(name)) {
            for (String variable : List.of("LAKE_RAW", "SHOP_MIGRATIONS")) {
                other.variables().put(variable, shop.fixture().variables().getOrDefault(variable, ""));
            }
            Outcome load = other.run("load", file);
            assertThat(load.err()).isEmpty();
            assertThat(load.code()).isZero();
            return members(other);
        }
    }

    private static List<String> members(PipelineFixture fixture) {
        return Rows.of(fixture.warehouse(), """
                SELECT item_id, name, price, valid_from, valid_to, is_current, is_deleted, is_inferred,
                       valid_from_precision, loaded_as_of
                FROM shop.item_dim ORDER BY item_id, valid_from
                """);
    }
}
