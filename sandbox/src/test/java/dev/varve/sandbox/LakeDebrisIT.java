package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.LakeRow;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Layout;
import dev.varve.lake.ProcessedZone;
import dev.varve.lake.Sessions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that died left in the lake, and what those after them make of it. */
class LakeDebrisIT {
    private static final SparkSession SPARK = Sessions.open();

    @TempDir
    private Path folder;

    private TestLake files;
    private Layout layout;

    @BeforeEach
    void layOut() {
        SPARK.conf().set("spark.sql.codegen.wholeStage", "false"); // as on a small day
        SPARK.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        files = TestLake.ofBuild("debris", folder);
        layout = files.layout("p");
        Sessions.open(layout);
    }

    @Test
    void debrisOfAnotherSchemaDoesNotKeepTheFirstSnapshotOut() {
        LakeTables lake = new LakeTables(SPARK, layout);
        lake.writeSnapshot("T", "dead", keyed("SELECT 1 AS id, 2 AS price"), 1);
        Dataset<Row> rows = keyed("SELECT 1 AS id, 'two' AS price, 3 AS `a name, with = {}`");

        lake.clearForFirst("T", rows);
        lake.writeSnapshot("T", "alive", rows, 1);

        assertThat(stored(layout.snapshots("T"), "run_id", "row"))
                .containsExactly("{\"run_id\":\"alive\",\"row\":{\"id\":1,\"price\":\"two\",\"a name, with = {}\":3}}");
    }

    /** Wherever it dies, the table is the old one or the new one: no file goes, and one comes, which is the whole step. */
    @Test
    void aTableStartsAnewByOneFile() {
        LakeTables lake = new LakeTables(SPARK, layout);
        lake.writeSnapshot("T", "dead", keyed("SELECT 1 AS id, 2 AS price"), 1);
        List<String> before = visible();
        Dataset<Row> rows = keyed("SELECT 1 AS id, 'two' AS price");

        lake.clearForFirst("T", rows);

        List<String> after = visible();
        assertThat(after).containsAll(before).hasSize(before.size() + 1);
        assertThat(after.get(1)).startsWith("raw/p/snapshots/T/_delta_log/00000000000000000001.json ");
        assertThat(stored(layout.snapshots("T"), "run_id")).isEmpty();
        lake.clearForFirst("T", rows);
        assertThat(visible()).as("done once").isEqualTo(after);
    }

    /** Every file with a hash, but for the checksums that Hadoop hides on a disk. */
    private List<String> visible() {
        return files.hashes("raw").stream().filter(file -> !file.contains("/.")).toList();
    }

    @Test
    void aLayerOfAnotherSchemaDoesNotKeepTheNextOneOut() {
        writeLayer("dead", "SELECT 1 AS id, 2 AS price");
        new LakeTables(SPARK, layout).clearForFirst("T", keyed("SELECT 'one' AS id, 'two' AS price"));

        writeLayer("alive", "SELECT 'one' AS id, 'two' AS price");

        assertThat(stored(layout.changes("T"), "run_id", "new"))
                .containsExactly("{\"run_id\":\"alive\",\"new\":{\"id\":\"one\",\"price\":\"two\"}}");
    }

    @Test
    void debrisOfTheSameSchemaStays() {
        LakeTables lake = new LakeTables(SPARK, layout);
        Dataset<Row> rows = keyed("SELECT 1 AS id, 2 AS price");
        lake.writeSnapshot("T", "dead", rows, 1);
        writeLayer("dead", "SELECT 1 AS id, 2 AS price");

        lake.clearForFirst("T", rows);

        assertThat(stored(layout.snapshots("T"), "run_id")).containsExactly("{\"run_id\":\"dead\"}");
        assertThat(stored(layout.changes("T"), "run_id")).containsExactly("{\"run_id\":\"dead\"}");
    }

    @Test
    void rowsOfARunThatNoManifestNamesAreNotThere() {
        LakeDays days = new LakeDays(SPARK, layout);
        days.complete("2026-03-02T00:30:00Z", Map.of("T", "SELECT 1 AS id, 2 AS price"));
        days.die("dead", "2026-03-03T00:10:00Z", "T", "SELECT 1 AS id, 9 AS price UNION ALL SELECT 2, 9");
        days.complete("2026-03-03T00:30:00Z", Map.of("T", "SELECT 1 AS id, 3 AS price"));

        assertThat(days.runs(layout.changes("T"))).containsExactly("dead", "run-2");
        assertThat(days.layers("T").get(2)).singleElement().asString().contains("\"new\":{\"id\":1,\"price\":3}");
        assertThat(days.states("T").get(2)).singleElement().asString().contains("\"row\":{\"id\":1,\"price\":3}");
        assertThat(new LakeTables(SPARK, layout)
                        .layers(days.history(), "T")
                        .orElseThrow()
                        .selectExpr("manifest", "new.price")
                        .toJSON()
                        .collectAsList())
                .containsExactlyInAnyOrder("{\"manifest\":1,\"price\":2}", "{\"manifest\":2,\"price\":3}");
    }

    @Test
    void aModelsOwnManifestColumnIsKept() {
        store(7, "SELECT 1 AS id, 'of a ship' AS manifest");

        assertThat(stored(layout.processed("dim"), "id", "manifest", "varve_manifest"))
                .containsExactly("{\"id\":1,\"manifest\":\"of a ship\",\"varve_manifest\":7}");
    }

    @Test
    void rowsOfAManifestThatIsRedoneAreWrittenOver() {
        store(1, "SELECT 1 AS id, 1 AS price");
        store(2, "SELECT 2 AS id, 2 AS price");
        store(2, "SELECT 3 AS id, 3 AS price, 'new' AS colour");

        assertThat(stored(layout.processed("dim"), "id", "price", "colour"))
                .containsExactlyInAnyOrder("{\"id\":1,\"price\":1}", "{\"id\":3,\"price\":3,\"colour\":\"new\"}");
    }

    @Test
    void rowsOfAManifestThatNoLongerAsksForAnyGo() {
        zone("model").clear("dim", 1); // before there is a table
        store(1, "SELECT 1 AS id");
        store(2, "SELECT 2 AS id");

        zone("model").clear("dim", 2);
        zone("model").clear("dim", 3);

        assertThat(stored(layout.processed("dim"), "id")).containsExactly("{\"id\":1}");
    }

    @Test
    void aRetypedOrOddlyNamedColumnStartsTheZoneAnew() {
        store(1, "SELECT 1 AS id, 1 AS price");
        store(2, "SELECT 2 AS id, CAST(2.5 AS DECIMAL(8,2)) AS price");
        assertThat(stored(layout.processed("dim"), "id", "price")).containsExactly("{\"id\":2,\"price\":2.50}");

        store(3, "SELECT 3 AS id, 'x' AS `a b`");
        assertThat(stored(layout.processed("dim"), "id", "a b")).containsExactly("{\"id\":3,\"a b\":\"x\"}");

        store(4, "SELECT '4' AS id, 4 AS `c d`");
        store(5, "SELECT '5' AS id");
        assertThat(stored(layout.processed("dim"), "id", "c d"))
                .containsExactlyInAnyOrder("{\"id\":\"4\",\"c d\":4}", "{\"id\":\"5\"}");

        store(6, "SELECT 6 AS id, 6 AS price");
        assertThat(stored(layout.processed("dim"), "id", "price")).containsExactly("{\"id\":6,\"price\":6}");
    }

    @Test
    void rowsOfAnotherModelAreNotThere() {
        zone("old").store("dim", 1, SPARK.sql("SELECT 1 AS id"));
        zone("old").store("dim", 2, SPARK.sql("SELECT 2 AS id"));
        zone("new").store("dim", 1, SPARK.sql("SELECT 10 AS id, 'x' AS added")); // a rebuild that died then

        assertThat(through(zone("old"))).containsExactly("{\"varve_manifest\":2,\"id\":2}");
        assertThat(through(zone("new"))).containsExactly("{\"varve_manifest\":1,\"id\":10}");
        assertThat(zone("old").read("dim", 1, List.of("id")).collectAsList()).isEmpty();
        Dataset<Row> all = zone("old").all("dim").orElseThrow();
        assertThat(all.columns())
                .containsExactlyInAnyOrder("id", "added", ProcessedZone.MANIFEST, ProcessedZone.POSITION);
        assertThat(all.select("id").toJSON().collectAsList()).containsExactly("{\"id\":2}");
    }

    @Test
    void rowsThatDoNotSayTheirModelAreOfAny() {
        SPARK.sql("SELECT 1 AS id, 1 AS varve_manifest")
                .write()
                .format("delta")
                .partitionBy(ProcessedZone.MANIFEST)
                .save(layout.processed("dim"));
        assertThat(through(zone("new"))).containsExactly("{\"varve_manifest\":1,\"id\":1}");

        zone("new").store("dim", 2, SPARK.sql("SELECT 2 AS id"));

        assertThat(through(zone("old"))).containsExactly("{\"varve_manifest\":1,\"id\":1}");
        assertThat(through(zone("new")))
                .containsExactlyInAnyOrder("{\"varve_manifest\":1,\"id\":1}", "{\"varve_manifest\":2,\"id\":2}");
    }

    @Test
    void rowsThatDoNotSayTheirPositionAreTheirKeysOnlyOnes() {
        store(1, "SELECT 1 AS id");
        assertThat(zone("model").read("dim", 1, List.of(ProcessedZone.POSITION)).collectAsList())
                .containsExactly(RowFactory.create(0));

        store(2, "SELECT 2 AS id, 1 AS varve_position");

        assertThat(zone("model")
                        .through(9, "dim", List.of("id", ProcessedZone.POSITION))
                        .orElseThrow()
                        .toJSON()
                        .collectAsList())
                .containsExactlyInAnyOrder(
                        "{\"varve_manifest\":1,\"id\":1,\"varve_position\":0}",
                        "{\"varve_manifest\":2,\"id\":2,\"varve_position\":1}");
    }

    private static List<String> through(ProcessedZone zone) {
        return zone.through(9, "dim", List.of("id")).orElseThrow().toJSON().collectAsList();
    }

    private void store(int manifest, String sql) {
        zone("model").store("dim", manifest, SPARK.sql(sql));
    }

    private ProcessedZone zone(String model) {
        return new ProcessedZone(SPARK, layout, Map.of("dim", model));
    }

    private void writeLayer(String runId, String sql) {
        Dataset<Row> changes = keyed(sql)
                .selectExpr(
                        "0 AS position",
                        "'insert' AS op",
                        "key",
                        "hash",
                        "row AS new",
                        "if(true, NULL, row) AS old",
                        "TIMESTAMP '2026-03-01' AS effective_at",
                        "'exact' AS precision");
        new LakeTables(SPARK, layout).writeLayer("T", runId, 2, LakeTables.BEGINNING, changes, 1);
    }

    private static Dataset<Row> keyed(String sql) {
        return LakeRow.keyed(SPARK.sql(sql), List.of("id"));
    }

    private static List<String> stored(String path, String... columns) {
        return SPARK.read()
                .format("delta")
                .load(path)
                .select(LakeRow.quoted(List.of(columns)))
                .toJSON()
                .collectAsList();
    }
}
