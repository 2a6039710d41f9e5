package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error is provoked by one edit of a valid file, and names that file, the line and the field. */
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

    private static final String VALID = """
            pipeline: shop
            schedule: daily
            zone: UTC
            source:
              kind: mysql
              url: jdbc:mysql://db.example:3306/shop
              user: reader
              password: ${SHOP_PASSWORD}
            lake:
              raw: file:/lake/raw
              processed: file:/lake/processed
            warehouse:
              url: jdbc:postgresql://wh.example:5432/shop
              user: writer
              password: ${SHOP_PASSWORD}
              schema: shop
            tables:
              Order:
                key: order_id
                capture: cursor
                cursor: updated_at
                overlap: 90m
                reconcile: daily
            dimensions:
              product_dim:
                key: product_id
                surrogate_key: sk_product_id
                model: SELECT product_id, name FROM Order
            facts:
              order_fact:
                from: Order
                key: order_id
                event_time: ordered_at
                foreign_keys:
                  fk_product_id: { dimension: product_dim }
                model: SELECT order_id, product_id, ordered_at FROM Order
            """;

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
                .isEqualTo(
                        new LakeSettings(URI.create("s3a://raw-bucket/lake"), URI.create("file:/var/lake/processed")));
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
                        new Table("User", List.of("user_id"), cursor("updated_at", Reconcile.DAILY), 0.3),
                        new Table(
                                "Transaction",
                                List.of("transaction_id"),
                                cursor("transaction_date", Reconcile.WEEKLY),
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
                                Optional.empty(),
                                "SELECT stock_id, company, category, price FROM Stock"),
                        new Dimension(
                                "user_dim",
                                Optional.of("User"),
                                List.of("user_id"),
                                "sk_user_id",
                                Optional.empty(),
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
        Pipeline pipeline = read(VALID.replace("schedule: daily\nzone: UTC\n", "")
                .replace("    overlap: 90m\n    reconcile: daily\n", ""));

        assertThat(pipeline.schedule()).isEqualTo(new Schedule(Optional.empty(), ZoneOffset.UTC));
        assertThat(pipeline.table("Order").capture()).isEqualTo(cursor("updated_at", Reconcile.DAILY));
        assertThat(pipeline.facts().get(0).foreignKeys())
                .containsExactly(new ForeignKey("fk_product_id", "product_dim", List.of("product_id")));
    }

    @Test
    void whatIsWrittenReplacesTheDefault() {
        Pipeline pipeline = read(VALID.replace("zone: UTC", "zone: Asia/Ho_Chi_Minh")
                .replace("reconcile: daily", "reconcile: never\n    zone: Europe/Berlin\n    max_delete_fraction: 0.05")
                .replace("key: product_id", "key: [product_id, shop_id]\n    tracked: [name]")
                .replace("{ dimension: product_dim }", "{ dimension: product_dim, key: [product, shop] }")
                .replace("schema: shop", "schema: shop\n  migrations: sql/shop"));

        assertThat(pipeline.schedule().zone()).isEqualTo(ZoneId.of("Asia/Ho_Chi_Minh"));
        assertThat(pipeline.table("Order"))
                .isEqualTo(new Table(
                        "Order",
                        List.of("order_id"),
                        new Capture.Cursor(
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

    @ParameterizedTest
    @CsvSource({"every 5m, PT5M", "every 60s, PT1M", "15m, PT15M", "every 2h, PT2H"})
    void frequentScheduleHasItsPeriod(String schedule, Duration period) {
        assertThat(read(VALID.replace("schedule: daily", "schedule: " + schedule))
                        .schedule()
                        .every())
                .contains(period);
    }

    @Test
    void folderOfTheLakeBecomesAnAbsoluteFileUri() {
        LakeSettings lake = read(VALID.replace("file:/lake/raw", "data/raw/")).lake();

        assertThat(lake.raw()).hasScheme("file").hasPath(Path.of("data/raw").toAbsolutePath() + "");
    }

    static Stream<Arguments> unknownFields() {
        return Stream.of(
                arguments("zone: UTC", "colour: red", 3, "colour"),
                arguments("  kind: mysql", "  kind: mysql\n  port: 3306", 6, "source.port"),
                arguments("  raw: file", "  state: x\n  raw: file", 10, "lake.state"),
                arguments("  schema: shop", "  schema: shop\n  table: x", 17, "warehouse.table"),
                arguments("    overlap: 90m", "    overlaps: 90m", 22, "tables.Order.overlaps"),
                arguments("capture: cursor\n", "capture: snapshot_diff\n", 21, "tables.Order.cursor"),
                arguments("    surrogate_key", "    type: 1\n    surrogate_key", 27, "dimensions.product_dim.type"),
                arguments("    event_time", "    grain: day\n    event_time", 33, "facts.order_fact.grain"),
                arguments(
                        "dimension: product_dim",
                        "dimension: product_dim, at: now",
                        35,
                        "facts.order_fact.foreign_keys.fk_product_id.at"));
    }

    @ParameterizedTest
    @MethodSource
    void unknownFields(String text, String replacement, int line, String field) {
        assertError(text, replacement, line, field + " is no known field here (known: ");
    }

    @Test
    void unknownFieldErrorListsTheKnownOnes() {
        assertError(
                "  raw: file",
                "  state: x\n  raw: file",
                10,
                "lake.state is no known field here (known: raw, processed). Correct the file.");
    }

    static Stream<Arguments> missingFields() {
        return Stream.of(
                arguments("pipeline: shop\n", 1, "pipeline"),
                arguments("  kind: mysql\n", 5, "source.kind"),
                arguments("  url: jdbc:mysql://db.example:3306/shop\n", 5, "source.url"),
                arguments("  user: reader\n", 5, "source.user"),
                arguments("  password: ${SHOP_PASSWORD}\n", 5, "source.password"),
                arguments("  processed: file:/lake/processed\n", 10, "lake.processed"),
                arguments("lake:\n  raw: file:/lake/raw\n  processed: file:/lake/processed\n", 1, "lake"),
                arguments("  schema: shop\n", 13, "warehouse.schema"),
                arguments("    key: order_id\n    capture", 19, "tables.Order.key"),
                arguments("    capture: cursor\n", 19, "tables.Order.capture"),
                arguments("    cursor: updated_at\n", 19, "tables.Order.cursor"),
                arguments("    surrogate_key: sk_product_id\n", 26, "dimensions.product_dim.surrogate_key"),
                arguments("    model: SELECT product_id, name FROM Order\n", 26, "dimensions.product_dim.model"),
                arguments("    from: Order\n", 31, "facts.order_fact.from"),
                arguments("    event_time: ordered_at\n", 31, "facts.order_fact.event_time"),
                arguments("dimension: product_dim", 35, "facts.order_fact.foreign_keys.fk_product_id.dimension"));
    }

    @ParameterizedTest
    @MethodSource
    void missingFields(String text, int line, String field) {
        String rest = text.endsWith("capture") ? "    capture" : "";
        assertError(text, rest, line, field + " is missing");
    }

    @Test
    void aMisspeltRequiredFieldIsAmongThoseThatAreThere() {
        assertError(
                "    surrogate_key",
                "    surogate_key",
                26,
                "dimensions.product_dim.surrogate_key is missing among key, surogate_key, model. Correct the file.");
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                arguments("pipeline: shop", "pipeline: Shop", 1, "pipeline must be of lower-case letters, digits"),
                arguments(
                        "zone: UTC",
                        "zone: Mars",
                        3,
                        "zone must be a zone such as UTC or Asia/Ho_Chi_Minh, not 'Mars'"),
                arguments("zone: UTC", "zone: UTC\nzone: UTC", 4, "zone stands there twice"),
                arguments("zone: UTC", "zone:", 3, "zone must be a text"),
                arguments("daily\nzone", "every 90s\nzone", 2, "schedule must be 'daily' or 'every' and whole minutes"),
                arguments("daily\nzone", "every 0m\nzone", 2, "schedule must be 'daily' or 'every' and whole minutes"),
                arguments(
                        "daily\nzone",
                        "hourly\nzone",
                        2,
                        "schedule must be 'daily' or 'every' and whole minutes, such as 'every 5m', not 'hourly'"),
                arguments("kind: mysql", "kind: oracle", 5, "source.kind must be mysql, not 'oracle'"),
                arguments("  user: reader", "  user: [a, b]", 7, "source.user must be a text"),
                arguments(
                        "  user: reader\n  password: ${SHOP_PASSWORD}",
                        "  user: reader\n  password: hunter2",
                        8,
                        "source.password must be a reference such as ${WAREHOUSE_PASSWORD}: secrets stay out of files"),
                arguments(
                        "  user: writer\n  password: ${SHOP_PASSWORD}",
                        "  user: writer\n  password: x${SHOP_PASSWORD}",
                        15,
                        "warehouse.password must be a reference"),
                arguments("file:/lake/raw", "'s3a://a b'", 10, "lake.raw must be a folder or a URI such as"),
                arguments("warehouse:\n", "warehouse: none\nold:\n", 12, "warehouse must be a mapping of fields"),
                arguments("capture: cursor\n", "capture: magic\n", 20, "must be snapshot_diff or cursor, not 'magic'"),
                arguments("overlap: 90m", "overlap: 90 minutes", 22, "tables.Order.overlap must be a duration such as"),
                arguments(
                        "reconcile: daily",
                        "reconcile: monthly",
                        23,
                        "tables.Order.reconcile must be daily or weekly or never, not 'monthly'"),
                arguments(
                        "reconcile: daily",
                        "zone: here",
                        23,
                        "tables.Order.zone must be a zone such as UTC or Asia/Ho_Chi_Minh, not 'here'"),
                arguments(
                        "reconcile: daily",
                        "max_delete_fraction: 1.1",
                        23,
                        "tables.Order.max_delete_fraction must be a number from 0 to 1, not '1.1'"),
                arguments(
                        "reconcile: daily",
                        "max_delete_fraction: half",
                        23,
                        "tables.Order.max_delete_fraction must be a number from 0 to 1, not 'half'"),
                arguments(
                        "    key: order_id\n    capture",
                        "    key: [order_id, order_id]\n    capture",
                        19,
                        "tables.Order.key must name at least one column, and none twice"),
                arguments(
                        "    key: order_id\n    capture",
                        "    key: []\n    capture",
                        19,
                        "tables.Order.key must name at least one column, and none twice"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongValues(String text, String replacement, int line, String problem) {
        assertError(text, replacement, line, problem);
    }

    static Stream<Arguments> wrongReferences() {
        return Stream.of(
                arguments(
                        "    key: product_id",
                        "    from: Orders\n    key: product_id",
                        26,
                        "dimensions.product_dim.from names no table of this file: 'Orders'"),
                arguments("from: Order\n", "from: X\n", 31, "facts.order_fact.from names no table of this file: 'X'"),
                arguments(
                        "dimension: product_dim",
                        "dimension: shop_dim",
                        35,
                        "facts.order_fact.foreign_keys.fk_product_id.dimension names no dimension of this file: 'shop_dim'"),
                arguments("  order_fact:", "  product_dim:", 31, "facts.product_dim is a dimension already"),
                arguments(
                        "    key: product_id",
                        "    from: Order\n    key: [product_id, shop_id]",
                        27,
                        "dimensions.product_dim.key must have as many columns as the key of Order [order_id]"),
                arguments(
                        "    key: order_id\n    event_time",
                        "    key: [order_id, line]\n    event_time",
                        32,
                        "facts.order_fact.key must have as many columns as the key of Order [order_id]"),
                arguments(
                        "dimension: product_dim",
                        "dimension: product_dim, key: [a, b]",
                        35,
                        "fk_product_id.key must have as many columns as the key of product_dim [product_id]"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongReferences(String text, String replacement, int line, String problem) {
        assertError(text, replacement, line, problem);
    }

    @Test
    void unsetVariableIsNamed() {
        assertError(
                "jdbc:mysql://db.example",
                "jdbc:mysql://${SHOP_HOST}",
                6,
                "source.url needs the variable SHOP_HOST, which is not set. Set it too: the environment sets other SHOP_ variables, so"
                        + " the sandbox provides none of them.");
    }

    @Test
    void literalPasswordIsNotRepeated() {
        Path file = write(VALID.replaceFirst("\\$\\{SHOP_PASSWORD}", "hunter2"));

        assertThatThrownBy(() -> PipelineReader.read(file, variables()))
                .hasMessageContaining("source.password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void variablesStandInsideOfTexts() {
        Variables variables = Variables.of(Map.of("SHOP_PASSWORD", "p", "SHOP_HOST", "a$1b"), Map.of());

        assertThat(PipelineReader.read(write(VALID.replace("db.example", "${SHOP_HOST}")), variables)
                        .source()
                        .endpoint()
                        .url())
                .isEqualTo("jdbc:mysql://a$1b:3306/shop");
    }

    @Test
    void brokenYamlIsRefusedAtItsLine() {
        assertError(
                "zone: UTC", "zone: @UTC", 3, "the file is no YAML: found character '@' that cannot start any token");
    }

    @Test
    void textThatIsNoMappingIsRefused() {
        assertFails(write("just words\n"), ":1: the file must be a mapping of fields. Correct the file.");
    }

    @Test
    void controlCharactersAreNoYaml() {
        assertFails(write("pipeline: \u0000\n"), ":1: the file is no YAML: ");
    }

    @Test
    void bytesThatAreNoUtf8AreNoYaml() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "pipeline: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertFails(file, ":1: the file is no YAML: ");
    }

    @Test
    void emptyFileIsRefused() {
        assertFails(write(""), ":1: the file is empty. Correct the file.");
    }

    @Test
    void pipelineWithoutTablesIsRefused() {
        Path file = write(VALID.replaceFirst("(?s)tables:\n.*", "tables: {}\n"));

        assertFails(file, ":17: tables must define at least one table. Correct the file.");
    }

    @Test
    void missingFileIsRefused() {
        Path file = folder.resolve("nowhere.yaml");

        assertThatThrownBy(() -> PipelineReader.read(file, variables()))
                .hasMessage("Cannot read the pipeline file " + file
                        + ": it does not exist or is not readable. Correct the name.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private void assertError(String text, String replacement, int line, String problem) {
        if (!VALID.contains(text)) {
            fail("The valid file has no '" + text + "'");
        }
        int at = VALID.indexOf(text);
        String broken = VALID.substring(0, at) + replacement + VALID.substring(at + text.length());
        Path file = write(broken);
        assertThatThrownBy(() -> PipelineReader.read(file, variables()))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot read " + file + ":" + line + ": ")
                .hasMessageContaining(problem)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private void assertFails(Path file, String problem) {
        assertThatThrownBy(() -> PipelineReader.read(file, variables()))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot read " + file + problem)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private Pipeline read(String text) {
        return PipelineReader.read(write(text), variables());
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("shop.yaml"), text);
        } catch (IOException e) {
            return fail(e);
        }
    }

    private static Variables variables() {
        return Variables.of(Map.of("SHOP_PASSWORD", "shop-secret"), Map.of());
    }

    private static Capture cursor(String column, Reconcile reconcile) {
        return new Capture.Cursor(column, Duration.ofHours(1), reconcile, Optional.empty());
    }
}
