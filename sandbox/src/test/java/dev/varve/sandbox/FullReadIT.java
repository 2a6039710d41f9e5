package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.lake.TableManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@code --full} finds of a table that is never reconciled, night after night, and what status and verify say of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullReadIT {
    private static Shop shop;
    private static String file;

    /** The shop's items again, with a cursor this time, in a pipeline and a schema of their own. */
    @BeforeAll
    static void open() {
        shop = Shop.open("full_read");
        Rows.execute(
                shop.fixture().source(),
                "CREATE TABLE Part (item_id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2), at TIMESTAMP NULL)",
                "INSERT INTO Part SELECT seq, CONCAT('p', seq), 1, '2026-03-01 10:00' FROM seq_1_to_11",
                "INSERT INTO Part VALUES (12, 'p12', 1, '2026-03-01 12:00')"); // the rest is older than the overlap
        file = shop.changed(
                "parts",
                "pipeline: shop",
                "pipeline: parts",
                "schema: shop",
                "schema: parts",
                "Item:\n    key: item_id\n    capture: snapshot_diff",
                "Part:\n    key: item_id\n    capture: cursor\n    cursor: at\n    overlap: 1h\n    reconcile: never",
                "from: Item",
                "from: Part",
                "FROM Item",
                "FROM Part");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    void statusBeforeTheFirstIngestIsEmptyAndDone() {
        Outcome status = shop.fixture().run("status", file);
        assertThat(status.err()).isEmpty();
        assertThat(status.code()).isZero();
        assertThat(status.out())
                .contains("lake       0 manifests\n", "warehouse  0 loaded, 0 waiting\n")
                .doesNotContain("problem")
                .containsPattern("Part +cursor +none +none +none +none\n");
    }

    @Test
    @Order(1)
    void nothingIsVerifiedBeforeTheFirstLoad() {
        Outcome verify = shop.fixture().run("verify", file);
        assertThat(verify.code()).isEqualTo(3);
        assertThat(verify.err())
                .isEqualTo(
                        "varve: Cannot verify pipeline parts: the warehouse holds none of its manifests. Run 'varve load"
                                + " parts' first.\n");
    }

    @Test
    @Order(2)
    void aDeletedRowIsFoundByAFullReadAndOnlyByOne() {
        run("2026-03-02T00:30:00Z");
        Rows.execute(
                shop.fixture().source(),
                "DELETE FROM Part WHERE item_id = 2",
                "UPDATE Part SET price = 9 WHERE item_id = 3"); // without the cursor
        run("2026-03-03T00:30:00Z");
        assertThat(last().read()).isEqualTo(TableManifest.Read.INCREMENTAL);
        assertThat(closed()).isEmpty();
        assertVerifyNamesWhatNoIngestWillFind();

        run("2026-03-04T00:30:00Z", "--full");
        assertThat(last().read()).isEqualTo(TableManifest.Read.COMPLETE);
        assertThat(last().snapshot()).isTrue();
        assertThat(last().counts().deleted()).isEqualTo(1);
        assertThat(last().counts().updated()).isEqualTo(1);
        assertThat(last().counts().unchanged()).isEqualTo(10);
        assertThat(last().watermark().map(Object::toString)).contains("2026-03-01T12:00:00Z");
        assertThat(closed())
                .containsExactly(
                        "2 | 2026-03-04 00:30:00+00 | t", // deleted at the read point
                        "3 | 2026-03-03 00:30:00+00 | f"); // updated at the previous one
    }

    @Test
    @Order(3)
    void aFullReadOfWhatIsUnchangedStoresNothingAndOpensNoVersion() {
        List<String> members = members();
        run("2026-03-05T00:30:00Z", "--full");
        assertThat(last().read()).isEqualTo(TableManifest.Read.COMPLETE);
        assertThat(last().snapshot()).isFalse();
        assertThat(last().counts().changed()).isZero();
        assertThat(members()).isEqualTo(members);
    }

    @Test
    @Order(4)
    void anIngestedIntervalIsNotReadInFullAfterwards() {
        Outcome again = shop.fixture().run("ingest", file, "--now", "2026-03-05T00:40:00Z", "--full");
        assertThat(again.code()).isZero();
        assertThat(again.out())
                .contains("nothing to do: 2026-03-04 is manifest 4 already")
                .contains(
                        "warning  nothing was read in full either: an interval is read once. Use --full for the next.");
    }

    @Test
    @Order(5)
    void theMassDeleteGuardHoldsForAFullRead() {
        Rows.execute(shop.fixture().source(), "DELETE FROM Part WHERE item_id <> 5");
        Outcome refused = shop.fixture().run("run", file, "--now", "2026-03-06T00:30:00Z", "--full");
        assertThat(refused.err())
                .startsWith("varve: Cannot ingest pipeline ")
                .contains(" as of 2026-03-05: table Part: the source shows ")
                .contains("run again with --approve-deletes Part");
        assertThat(refused.code()).isEqualTo(3);
    }

    @Test
    @Order(6)
    void statusAsJsonSaysHowFarBehindTheTableIs() throws IOException {
        Outcome ingest = shop.fixture()
                .run("ingest", file, "--now", "2026-03-06T00:30:00Z", "--full", "--approve-deletes", "Part");
        assertThat(ingest.err()).isEmpty();
        Outcome outcome = shop.fixture().run("status", file, "--json", "--last", "2", "--now", "2026-03-06T01:00:00Z");
        assertThat(outcome.code()).isZero();
        JsonNode status = new ObjectMapper().readTree(outcome.out());
        assertThat(status.at("/pipeline").asText()).isEqualTo("parts");
        assertThat(status.at("/lake/manifests").asInt()).isEqualTo(5);
        assertThat(status.at("/lake/tables/0").toString())
                .isEqualTo("{\"table\":\"Part\",\"capture\":\"cursor\",\"read_point\":\"2026-03-06T00:30:00Z\","
                        + "\"lag_seconds\":1800,\"loaded_read_point\":\"2026-03-05T00:30:00Z\","
                        + "\"loaded_lag_seconds\":88200,\"watermark\":\"2026-03-01T12:00:00Z\"}");
        assertThat(status.at("/lake/log")).hasSize(2);
        assertThat(status.at("/lake/log/1/tables/0").toString())
                .isEqualTo("{\"table\":\"Part\",\"extent\":\"complete\",\"read\":1,\"inserted\":0,\"updated\":0,"
                        + "\"deleted\":10,\"unchanged\":1}");
        assertThat(status.at("/warehouse/error").isNull()).isTrue();
        assertThat(status.at("/warehouse/loaded").asInt()).isEqualTo(4);
        assertThat(status.at("/warehouse/waiting").asInt()).isEqualTo(1);
        assertThat(status.at("/warehouse/lag_seconds").asInt()).isEqualTo(88200);
        assertThat(status.at("/warehouse/tables/0").toString())
                .startsWith("{\"table\":\"item_dim\",\"rows\":13,\"current\":11,\"inferred\":0,\"verification\":{"
                        + "\"verified_through\":\"2026-03-02\",\"verified_at\":\"2");
        assertThat(status.at("/warehouse/log")).hasSize(2);
    }

    @Test
    @Order(7)
    void verifySaysHowFarTheWarehouseLagsAndLeavesTheSourceAlone() {
        Outcome verify = shop.fixture().run("verify", file, "--no-source");
        assertThat(verify.err()).isEmpty();
        assertThat(verify.code()).isZero();
        assertThat(verify.out())
                .contains("verified through 2026-03-04, manifest 4; the lake has 1 manifest more")
                .doesNotContain("source");
    }

    @Test
    @Order(7)
    void statusOfALakeWhoseWarehouseIsAwayShowsTheLake() throws IOException {
        String real = Objects.requireNonNull(
                shop.fixture().variables().put("WAREHOUSE_URL", "jdbc:postgresql://127.0.0.1:1/x"));
        try {
            Outcome text = shop.fixture().run("status", file, "--now", "2026-03-06T01:00:00Z");
            assertThat(text.code()).isEqualTo(1);
            assertThat(text.err())
                    .startsWith("varve: Cannot connect to the warehouse at jdbc:postgresql://127.0.0.1:1/x")
                    .hasLineCount(1);
            assertThat(text.out())
                    .contains("lake       5 manifests, the last as of 2026-03-05", "warehouse  not known\n")
                    .containsPattern("Part +cursor +2026-03-06T00:30:00Z +30 min 0 s +not known +2026-03-01T12:00:00Z");
            Outcome json = shop.fixture().run("status", file, "--json");
            assertThat(json.code()).isEqualTo(1);
            JsonNode status = new ObjectMapper().readTree(json.out());
            assertThat(status.at("/lake/manifests").asInt()).isEqualTo(5);
            assertThat(status.at("/warehouse/error").asText()).startsWith("Cannot connect to the warehouse");
            assertThat(status.at("/warehouse/loaded").isNull()).isTrue();
        } finally {
            shop.fixture().variables().put("WAREHOUSE_URL", real);
        }
    }

    private static void run(String now, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", file, "--now", now));
        arguments.addAll(List.of(more));
        Outcome night = shop.fixture().run(arguments.toArray(String[]::new));
        assertThat(night.err()).isEmpty();
        assertThat(night.code()).isZero();
    }

    private static void assertVerifyNamesWhatNoIngestWillFind() {
        Rows.execute(shop.fixture().source(), "UPDATE Part SET at = '2026-03-03 10:00' WHERE item_id = 4");
        Outcome verify = shop.fixture().run("verify", file);
        assertThat(verify.code()).isEqualTo(1);
        assertThat(verify.out())
                .containsPattern(
                        "verify +Part +11 rows of the source: 2 differences; changed since 2026-03-03T00:30:00Z: 1 row\n")
                .contains(
                        "  delete that no ingest will find: 1 row\n    2: it is in the lake alone\n",
                        "  update that no ingest will find: 1 row\n    3: its row in the lake is another one\n");
        assertThat(verify.err())
                .isEqualTo(
                        "varve: Cannot verify pipeline parts through 2026-03-02: Part has 1 delete that no ingest will find"
                                + " (2), 1 update that no ingest will find (3). Read everything anew: varve ingest parts --full.\n");
        Rows.execute(shop.fixture().source(), "UPDATE Part SET at = '2026-03-01 10:00' WHERE item_id = 4");
    }

    private static TableManifest last() {
        return shop.fixture().history("parts").lastOf("Part").orElseThrow();
    }

    private static List<String> closed() {
        return Rows.of(
                shop.fixture().warehouse(),
                "SELECT item_id, valid_to, is_deleted FROM parts.item_dim WHERE valid_to < '9999-01-01' ORDER BY 1");
    }

    private static List<String> members() {
        return Rows.of(shop.fixture().warehouse(), "SELECT d::text FROM parts.item_dim d ORDER BY 1");
    }
}
