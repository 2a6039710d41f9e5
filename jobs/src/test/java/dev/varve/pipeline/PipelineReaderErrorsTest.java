package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error is provoked by one edit of a valid file, and names that file, the line and the field. */
class PipelineReaderErrorsTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> unknownFields() {
        return Stream.of(
                arguments("zone: UTC", "colour: red", 3, "colour"),
                arguments("  kind: mysql", "  kind: mysql\n  port: 3306", 6, "source.port"),
                arguments("  raw: file", "  state: x\n  raw: file", 10, "lake.state"),
                arguments(
                        "  raw: file", "  keep_snapshots: { weeks: 9 }\n  raw: file", 10, "lake.keep_snapshots.weeks"),
                arguments("  schema: shop", "  schema: shop\n  table: x", 17, "warehouse.table"),
                arguments("    overlap: 90m", "    overlaps: 90m", 22, "tables.Order.overlaps"),
                arguments("capture: cursor\n", "capture: snapshot_diff\n", 21, "tables.Order.cursor"),
                arguments("key: order_id\n    capture: cursor\n", "capture: append\n", 20, "tables.Order.cursor"),
                arguments("    surrogate_key", "    grain: 1\n    surrogate_key", 27, "dimensions.product_dim.grain"),
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
                "lake.state is no known field here (known: raw, processed, keep_snapshots). Correct the file.");
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
                arguments("kind: mysql", "kind: oracle", 5, "source.kind must be mysql or postgres, not 'oracle'"),
                arguments(
                        "    surrogate_key",
                        "    type: 3\n    surrogate_key",
                        27,
                        "dimensions.product_dim.type must be 1 or 2, not '3'. Correct the file."),
                arguments(
                        "    surrogate_key",
                        "    type: 1\n    tracked: [name]\n    surrogate_key",
                        28,
                        "dimensions.product_dim.tracked says which columns open versions, and a dimension of type 1 has"
                                + " none: leave out one of the two. Correct the file."),
                arguments("  user: reader", "  user: [a, b]", 7, "source.user must be a text"),
                arguments(
                        "  user: reader\n  password: ${SHOP_PASSWORD}",
                        "  user: reader\n  password: hunter2",
                        8,
                        "source.password must be a reference such as ${WAREHOUSE_PASSWORD},"
                                + " file:/run/secrets/warehouse or secret:warehouse#password: secrets stay out of files"),
                arguments(
                        "  user: writer\n  password: ${SHOP_PASSWORD}",
                        "  user: writer\n  password: x${SHOP_PASSWORD}",
                        15,
                        "warehouse.password must be a reference"),
                arguments(
                        "  user: writer\n  password: ${SHOP_PASSWORD}",
                        "  user: writer\n  password: '${SHOP_PASSWORD}file:x'",
                        15,
                        "warehouse.password must be a reference"),
                arguments(
                        "  user: writer\n  password: ${SHOP_PASSWORD}",
                        "  user: writer\n  password: 'file:'",
                        15,
                        "warehouse.password must be file: and a path"),
                arguments(
                        "  user: writer\n",
                        "  user: writer\n  tls: { mode: require, ca: ca.pem }\n",
                        15,
                        "warehouse.tls.ca is for the modes verify_ca and verify_full: the others trust any server"),
                arguments(
                        "  user: writer\n",
                        "  user: writer\n  tls: { ca: ca.pem }\n",
                        15,
                        "warehouse.tls.mode is missing"),
                arguments(
                        "  user: writer\n",
                        "  user: writer\n  tls: { mode: verify-full }\n",
                        15,
                        "warehouse.tls.mode must be disable or prefer or require or verify_ca or verify_full, not"
                                + " 'verify-full'"),
                arguments(
                        "  raw: file",
                        "  keep_snapshots: { days: 35d }\n  raw: file",
                        10,
                        "lake.keep_snapshots.days must be a whole number from 0 to 99999, not '35d'"),
                arguments(
                        "  raw: file",
                        "  keep_snapshots: { months: -1 }\n  raw: file",
                        10,
                        "lake.keep_snapshots.months must be a whole number from 0 to 99999, not '-1'"),
                arguments(
                        "  raw: file",
                        "  keep_snapshots: 35\n  raw: file",
                        10,
                        "lake.keep_snapshots must be a mapping of fields"),
                arguments(
                        "  schema: shop\n",
                        "  schema: shop\n  undo_days: 5w\n",
                        17,
                        "warehouse.undo_days must be a whole number from 0 to 99999, not '5w'"),
                arguments("file:/lake/raw", "'s3a://a b'", 10, "lake.raw must be a folder or a URI such as"),
                arguments(
                        "file:/lake/raw",
                        "s3://bucket/lake",
                        10,
                        "lake.raw must be a folder or a URI that begins with file: or s3a:"),
                arguments("file:/lake/raw", "s3a:bucket", 10, "lake.raw must name a bucket and a folder in it, and"),
                arguments("file:/lake/raw", "s3a://id:key@bucket", 10, "lake.raw must name a bucket and a folder in"),
                arguments("file:/lake/raw", "s3a://bucket/lake?a=b", 10, "lake.raw must name a bucket and a folder"),
                arguments(
                        "file:/lake/raw", "s3a://my_bucket/lake", 10, "lake.raw must name a bucket and a folder in it"),
                arguments("file:/lake/raw", "s3a://bucket/my%20lake", 10, "lake.raw must be of plain letters, digits"),
                arguments("file:/lake/raw", "s3a://bucket/a//b", 10, "lake.raw must be of plain letters, digits and"),
                arguments("file:/lake/raw", "s3a://bucket/a/../b", 10, "lake.raw must be of plain letters, digits and"),
                arguments("warehouse:\n", "warehouse: none\nold:\n", 12, "warehouse must be a mapping of fields"),
                arguments(
                        "capture: cursor\n",
                        "capture: magic\n",
                        20,
                        "must be snapshot_diff or cursor or append, not 'magic'"),
                arguments(
                        "    capture: cursor\n",
                        "    capture: append\n",
                        19,
                        "tables.Order.key must not stand beside capture: append, which is for tables without a key"
                                + " (models see varve_row, varve_occurrence)"),
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
                arguments(
                        "    key: order_id\n    capture: cursor\n    cursor: updated_at\n    overlap: 90m\n    reconcile: daily\n",
                        "    capture: append\n",
                        28,
                        "facts.order_fact.key must have as many columns as the key of Order [varve_row,"
                                + " varve_occurrence]"),
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

    @ParameterizedTest
    @CsvSource({
        "?sslMode=REQUIRED, sslMode",
        "?a=b&useSSL=false, useSSL",
        "?trustCertificateKeyStoreUrl=file:x, trustCertificateKeyStoreUrl",
        "?ssl, ssl",
        "?sslrootcert=x&b, sslrootcert"
    })
    void encryptionIsSaidOnce(String parameters, String name) {
        assertError(
                "db.example:3306/shop\n",
                "db.example:3306/shop" + parameters + "\n  tls: { mode: require }\n",
                6,
                "source.url sets " + name + ", and tls is set too: leave one of them out");
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
        Path file = ShopFile.write(folder, ShopFile.VALID.replaceFirst("\\$\\{SHOP_PASSWORD}", "hunter2"));

        assertThatThrownBy(() -> PipelineReader.read(file, ShopFile.variables()))
                .hasMessageContaining("source.password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void brokenYamlIsRefusedAtItsLine() {
        assertError(
                "zone: UTC", "zone: @UTC", 3, "the file is no YAML: found character '@' that cannot start any token");
    }

    @Test
    void textThatIsNoMappingIsRefused() {
        assertFails(
                ShopFile.write(folder, "just words\n"), ":1: the file must be a mapping of fields. Correct the file.");
    }

    @Test
    void controlCharactersAreNoYaml() {
        assertFails(ShopFile.write(folder, "pipeline: \u0000\n"), ":1: the file is no YAML: ");
    }

    @Test
    void bytesThatAreNoUtf8AreNoYaml() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "pipeline: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertFails(file, ":1: the file is no YAML: ");
    }

    @Test
    void emptyFileIsRefused() {
        assertFails(ShopFile.write(folder, ""), ":1: the file is empty. Correct the file.");
    }

    @Test
    void pipelineWithoutTablesIsRefused() {
        Path file = ShopFile.write(folder, ShopFile.VALID.replaceFirst("(?s)tables:\n.*", "tables: {}\n"));

        assertFails(file, ":17: tables must define at least one table. Correct the file.");
    }

    @Test
    void missingFileIsRefused() {
        Path file = folder.resolve("nowhere.yaml");

        assertThatThrownBy(() -> PipelineReader.read(file, ShopFile.variables()))
                .hasMessage("Cannot read the pipeline file " + file
                        + ": it does not exist or is not readable. Correct the name.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private void assertError(String text, String replacement, int line, String problem) {
        if (!ShopFile.VALID.contains(text)) {
            fail("The valid file has no '" + text + "'");
        }
        int at = ShopFile.VALID.indexOf(text);
        String broken = ShopFile.VALID.substring(0, at) + replacement + ShopFile.VALID.substring(at + text.length());
        Path file = ShopFile.write(folder, broken);
        assertThatThrownBy(() -> PipelineReader.read(file, ShopFile.variables()))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot read " + file + ":" + line + ": ")
                .hasMessageContaining(problem)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private void assertFails(Path file, String problem) {
        assertThatThrownBy(() -> PipelineReader.read(file, ShopFile.variables()))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith("Cannot read " + file + problem)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }
}
