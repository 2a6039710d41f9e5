package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of valid files. */
class PipelineReaderTest {
    private static final Path STOCK = Path.of("../pipelines/stock.yaml");

    private static final Map<String, String> STOCK_VARIABLES = Map.of(
            "STOCK_SOURCE_URL", "jdbc:mysql://source.example:3306/stock",
            "STOCK_SOURCE_USER", "reader",
            "STOCK_SOURCE_PASSWORD", "source-secret",
            "LAKE_RAW", "s3a://raw-bucket/lake",
            "LAKE_PROCESSED", "file:/var/lake/processed/",
            "WAREHOUSE_URL", "jdbc:postgresql://warehouse.example:5432/dw",
            "WAREHOUSE_USER", "writer",
            "WAREHOUSE_PASSWORD", "warehouse-secret");

    @TempDir
    private Path folder;

    @Test
    void stockPipelineHasItsSettings() {
        Pipeline stock = PipelineReader.read(STOCK, Variables.of(STOCK_VARIABLES, Map.of()));

        assertThat(stock.name()).isEqualTo("stock");
        assertThat(stock.file()).isEqualTo(STOCK);
        assertThat(stock.schedule()).isEqualTo(new Schedule(Optional.empty(), ZoneId.of("UTC")));
        assertThat(stock.source().kind()).isEqualTo(SourceSettings.Kind.MYSQL);
        assertThat(stock.source().endpoint().display())
                .isEqualTo("jdbc:mysql://source.example:3306/stock as user 'reader'");
        assertThat(stock.source().endpoint().password().reveal()).isEqualTo("source-secret");
        assertThat(stock.lake())
                .isEqualTo(new LakeSettings(
                        URI.create("s3a://raw-bucket/lake"), URI.create("file:/var/lake/processed"), S3Settings.AWS));
        assertThat(stock.warehouse().endpoint().display())
                .isEqualTo("jdbc:postgresql://warehouse.example:5432/dw as user 'writer'");
        assertThat(stock.warehouse().endpoint().password().reveal()).isEqualTo("warehouse-secret");
        assertThat(stock.warehouse().schema()).isEqualTo("stock");
        assertThat(stock.warehouse().migrations()).isEmpty();
    }

    @Test
    void stockPipelineHasItsTables() {
        assertThat(PipelineReader.read(STOCK, Variables.of(STOCK_VARIABLES, Map.of()))
                        .tables())
                .containsExactly(
                        new Table("Stock", List.of("stock_id"), new Capture.SnapshotDiff(), 0.3),
                        new Table("User", List.of("user_id"), hourly("updated_at", Reconcile.DAILY), 0.3),
                        new Table(
                                "Transaction",
                                List.of("transaction_id"),
                                hourly("transaction_date", Reconcile.WEEKLY),
                                0.3));
    }

    @Test
    void stockPipelineHasItsModels() {
        Pipeline stock = PipelineReader.read(STOCK, Variables.of(STOCK_VARIABLES, Map.of()));

        assertThat(stock.dimensions())
                .containsExactly(
                        new Dimension(
                                "stock_dim",
                                Optional.of("Stock"),
                                List.of("stock_id"),
                                "sk_stock_id",
                                ScdType.TYPE_2,
                                Optional.empty(),
                                0.3,
                                "SELECT stock_id, company, category, price FROM Stock"),
                        new Dimension(
                                "user_dim",
                                Optional.of("User"),
                                List.of("user_id"),
                                "sk_user_id",
                                ScdType.TYPE_2,
                                Optional.empty(),
                                0.3,
                                "SELECT user_id, name, email FROM `User`"));
        Fact fact = stock.facts().get(0);
        assertThat(stock.facts()).hasSize(1);
        assertThat(fact.name()).isEqualTo("transaction_fact");
        assertThat(fact.from()).isEqualTo("Transaction");
        assertThat(fact.foreignKeys())
                .containsExactly(
                        new ForeignKey("fk_user_id", "user_dim", List.of("user_id")),
                        new ForeignKey("fk_stock_id", "stock_dim", List.of("stock_id")));
        assertThat(fact.requiredColumns()).containsExactly("transaction_id", "transaction_date", "user_id", "stock_id");
        assertThat(fact.model().strip()).endsWith("FROM `Transaction`");
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Pipeline pipeline = read(ShopFile.VALID
                .replace("schedule: daily\nzone: UTC\n", "")
                .replace("    overlap: 90m\n    reconcile: daily\n", ""));

        assertThat(pipeline.schedule()).isEqualTo(new Schedule(Optional.empty(), ZoneOffset.UTC));
        assertThat(pipeline.table("Order").capture()).isEqualTo(cursor("updated_at", Reconcile.DAILY));
        assertThat(pipeline.dimension("product_dim").type()).isEqualTo(ScdType.TYPE_2);
        assertThat(pipeline.facts().get(0).foreignKeys())
                .containsExactly(new ForeignKey("fk_product_id", "product_dim", List.of("product_id")));
    }

    @Test
    void whatIsWrittenReplacesTheDefault() {
        Pipeline pipeline = read(ShopFile.VALID
                .replace("zone: UTC", "zone: Asia/Ho_Chi_Minh")
                .replace("reconcile: daily", "reconcile: never\n    zone: Europe/Berlin\n    max_delete_fraction: 0.05")
                .replace("key: product_id", "key: [product_id, shop_id]\n    tracked: [name]")
                .replace("{ dimension: product_dim }", "{ dimension: product_dim, key: [product, shop] }")
                .replace("schema: shop", "schema: shop\n  migrations: sql/shop"));

        assertThat(pipeline.schedule().zone()).isEqualTo(ZoneId.of("Asia/Ho_Chi_Minh"));
        assertThat(pipeline.table("Order"))
                .isEqualTo(new Table(
                        "Order",
                        List.of("order_id"),
                        Cursors.on(
                                "updated_at",
                                Duration.ofMinutes(90),
                                Reconcile.NEVER,
                                Optional.of(ZoneId.of("Europe/Berlin"))),
                        0.05));
        assertThat(pipeline.dimension("product_dim").requiredColumns())
                .containsExactly("product_id", "shop_id", "name");
        assertThat(pipeline.facts().get(0).foreignKeys())
                .containsExactly(new ForeignKey("fk_product_id", "product_dim", List.of("product", "shop")));
        assertThat(pipeline.warehouse().migrations()).contains(folder.resolve("sql/shop"));
    }

    @Test
    void aCursorMayBeAnIncreasingNumberWithANumberForItsOverlap() {
        Table table = read(ShopFile.VALID
                        .replace("cursor: updated_at", "cursor: order_id")
                        .replace("overlap: 90m", "overlap: 5000"))
                .table("Order");

        assertThat(table.capture())
                .isEqualTo(new Capture.Cursor(
                        Optional.of("order_id"),
                        Optional.empty(),
                        Optional.of(new Overlap.Numbers(5000)),
                        Reconcile.DAILY,
                        Optional.empty()));
    }

    @Test
    void theInsertsTimeMayBeAllThereIsForACursor() {
        Table table = read(ShopFile.VALID.replace("cursor: updated_at", "created_at: ordered_at"))
                .table("Order");

        assertThat(((Capture.Cursor) table.capture()).columns()).containsExactly("ordered_at");
    }

    @Test
    void aDimensionMayBeOfType1() {
        Dimension dimension = read(ShopFile.VALID.replace("    surrogate_key", "    type: 1\n    surrogate_key"))
                .dimension("product_dim");

        assertThat(dimension.type()).isEqualTo(ScdType.TYPE_1);
        assertThat(dimension.tracked()).isEmpty();
    }

    @Test
    void aTableWithoutAKeyIsTakenAsABag() {
        Table table = read(ShopFile.VALID.replace(
                        "tables:\n", "tables:\n  Visit: { capture: append, max_delete_fraction: 0.5 }\n"))
                .table("Visit");

        assertThat(table)
                .isEqualTo(new Table("Visit", List.of("varve_row", "varve_occurrence"), new Capture.Append(), 0.5));
    }

    @ParameterizedTest
    @CsvSource({"every 5m, PT5M", "every 60s, PT1M", "15m, PT15M", "every 2h, PT2H"})
    void frequentScheduleHasItsPeriod(String schedule, Duration period) {
        assertThat(read(ShopFile.VALID.replace("schedule: daily", "schedule: " + schedule))
                        .schedule()
                        .every())
                .contains(period);
    }

    @Test
    void folderOfTheLakeBecomesAnAbsoluteFileUri() {
        LakeSettings lake =
                read(ShopFile.VALID.replace("file:/lake/raw", "data/raw/")).lake();

        assertThat(lake.raw()).hasScheme("file").hasPath(Path.of("data/raw").toAbsolutePath() + "");
    }

    @Test
    void encryptionIsLeftToTheDriverWhereNothingIsSaid() {
        assertThat(read(ShopFile.VALID).source().endpoint().tls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "disable, DISABLE",
        "prefer, PREFER",
        "require, REQUIRE",
        "verify_ca, VERIFY_CA",
        "verify_full, VERIFY_FULL"
    })
    void encryptionHasItsMode(String word, Tls.Mode mode) {
        assertThat(read(ShopFile.VALID.replace("  user: writer", "  tls: { mode: " + word + " }\n  user: writer"))
                        .warehouse()
                        .endpoint()
                        .tls())
                .contains(new Tls(mode, Optional.empty()));
    }

    @Test
    void certificatesToTrustLieBesideThePipelineFile() {
        assertThat(read(ShopFile.VALID.replace(
                                "  user: reader", "  tls: { mode: verify_ca, ca: keys/ca.pem }\n  user: reader"))
                        .source()
                        .endpoint()
                        .tls())
                .contains(new Tls(Tls.Mode.VERIFY_CA, Optional.of(folder.resolve("keys/ca.pem"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db.example:3306/shop?user=a@b",
                "jdbc:mysql://root:${SHOP_PASSWORD}@db.example:3306/shop",
                "jdbc:mysql://db.example/shop?password=${SHOP_PASSWORD}&passwordCharacterEncoding=UTF-8",
                "jdbc:postgresql://[::1]:5432/shop?options=-c%20a=b@c"
            })
    void urlWithoutAPasswordOfItsOwnIsTaken(String url) {
        assertThat(read(ShopFile.VALID.replace("jdbc:mysql://db.example:3306/shop", "'" + url + "'"))
                        .source()
                        .endpoint()
                        .url())
                .isEqualTo(url.replace("${SHOP_PASSWORD}", "shop-secret"));
    }

    @Test
    void snapshotsThatAPruneKeepsHaveDefaults() {
        assertThat(read(ShopFile.VALID).lake().keepSnapshots()).isEqualTo(new KeepSnapshots(35, 24));
        assertThat(keeping("{ months: 0 }")).isEqualTo(new KeepSnapshots(35, 0));
        assertThat(keeping("{ days: 7 }")).isEqualTo(new KeepSnapshots(7, 24));
        assertThat(keeping("{ days: '1', months: 99999 }")).isEqualTo(new KeepSnapshots(1, 99_999));
    }

    private KeepSnapshots keeping(String value) {
        return read(ShopFile.VALID.replace("  raw:", "  keep_snapshots: " + value + "\n  raw:"))
                .lake()
                .keepSnapshots();
    }

    @Test
    void loadsCanBeTakenBackForAsLongAsTheFileSays() {
        assertThat(read(ShopFile.VALID).warehouse().undoDays()).isEqualTo(35);
        assertThat(read(ShopFile.VALID.replace("  schema: shop", "  schema: shop\n  undo_days: 0"))
                        .warehouse()
                        .undoDays())
                .isZero();
    }

    @Test
    void variablesStandInsideOfTexts() {
        Variables variables = Variables.of(Map.of("SHOP_PASSWORD", "p", "SHOP_HOST", "a$1b"), Map.of());

        assertThat(PipelineReader.read(
                                ShopFile.write(folder, ShopFile.VALID.replace("db.example", "${SHOP_HOST}")), variables)
                        .source()
                        .endpoint()
                        .url())
                .isEqualTo("jdbc:mysql://a$1b:3306/shop");
    }

    private Pipeline read(String text) {
        return PipelineReader.read(ShopFile.write(folder, text), ShopFile.variables());
    }

    private static Capture hourly(String column, Reconcile reconcile) {
        return Cursors.on(column, Duration.ofHours(1), reconcile, Optional.empty());
    }

    private static Capture cursor(String column, Reconcile reconcile) {
        return new Capture.Cursor(Optional.of(column), Optional.empty(), Optional.empty(), reconcile, Optional.empty());
    }
}
