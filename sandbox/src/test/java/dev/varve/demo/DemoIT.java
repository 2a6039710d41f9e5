package dev.varve.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.datagen.StockPlan;
import dev.varve.demo.check.Checks;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.report.RunReport;
import dev.varve.run.Engine;
import dev.varve.run.Verify;
import dev.varve.sandbox.SandboxServers;
import dev.varve.sandbox.TestServers;
import dev.varve.source.MySqlConnections;
import dev.varve.warehouse.Finding;
import dev.varve.warehouse.WarehouseConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four days of the demo, in which every case but a plain return happens, and what its checks say to one corrupted row. */
class DemoIT {
    private static final DemoPlan PLAN = new DemoPlan(4, new StockPlan(42, 60, 100, 300));

    /** What is corrupted and put back; a table stands after those that it refers to. */
    private static final List<String> TABLES =
            List.of("stock.stock_dim", "stock.user_dim", "stock.transaction_fact", "varve.load_table");

    @TempDir
    private static Path lake;

    private static Pipeline pipeline;
    private static final StringWriter OUTPUT = new StringWriter();

    @BeforeAll
    static void runDemo() throws SQLException {
        SandboxServers servers = TestServers.shared();
        recreate(MySqlConnections.open(servers.source()));
        recreate(WarehouseConnections.open(servers.warehouse()));
        Map<String, String> variables = new HashMap<>(servers.variables());
        variables.computeIfPresent("STOCK_SOURCE_URL", (name, url) -> url.replaceFirst("/[^/]*$", "/it_demo"));
        variables.computeIfPresent("WAREHOUSE_URL", (name, url) -> url.replaceFirst("/[^/]*$", "/it_demo"));
        variables.put("LAKE_RAW", lake.resolve("raw zoné %").toString());
        variables.put("LAKE_PROCESSED", lake.resolve("processed").toString());
        pipeline = PipelineReader.read(Path.of("../pipelines/stock.yaml"), Variables.of(Map.of(), variables));
        PrintWriter out = new PrintWriter(OUTPUT, true);
        new DemoDays(pipeline, Clock.systemUTC(), out, Progress.onErr(out)).run(PLAN);
        new Histories(pipeline, out).print();
    }

    @Test
    void printsALineADayAndTheHistories() {
        assertThat(OUTPUT.toString().lines().filter(line -> line.matches("2026-11-0[1234] .* 300 +[0-9.]+")))
                .hasSize(4);
        assertThat(OUTPUT.toString()).contains("every version and the facts that point to it", "Stock that was away, ");
    }

    @Test
    void everyCheckOfAnUntouchedDemoIsOk() {
        assertThatCode(DemoIT::check).doesNotThrowAnyException();
    }

    @Test
    void verifyFindsTheSame() {
        Engine engine = new Engine(pipeline, Clock.systemUTC(), RunReport.toLog(pipeline));
        Verify.Verified verified = new Verify(engine).run(Verify.Extent.WITH_SOURCE);
        assertThat(verified.wrong()).isEmpty();
        assertThat(verified.findings())
                .filteredOn(finding -> finding.table().equals("transaction_fact"))
                .hasSize(2)
                .allMatch(finding -> finding.rows() == 1_200); // more than one batch
        assertThat(verified.findings()).noneMatch(finding -> finding.check() == Finding.Check.LEFT_OUT);
    }

    @Test
    void theDaysShowEveryCase() throws SQLException {
        try (Connection warehouse =
                        WarehouseConnections.open(pipeline.warehouse().endpoint());
                Statement statement = warehouse.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT (SELECT count(*) FROM stock.stock_dim WHERE is_deleted) AS left_stocks,
                               (SELECT count(*) FROM stock.user_dim WHERE is_deleted) AS left_users,
                               (SELECT sum(inferred) FROM varve.load_table) AS inferred,
                               (SELECT sum(gaps) FROM varve.load_table) AS gaps,
                               (SELECT sum(overwritten) FROM varve.load_table WHERE table_name = 'stock_dim') AS filled,
                               (SELECT count(*) FROM stock.transaction_fact WHERE fk_user_id = -1) AS unknown
                        """)) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                assertThat(row.getLong(i))
                        .as(row.getMetaData().getColumnLabel(i))
                        .isPositive();
            }
        }
    }

    @Test
    void lakeWithAnOddNameIsOneFolder() {
        assertThat(lake).isDirectoryContaining("glob:**/raw zoné %");
        assertThat(lake.resolve("raw zoné %/stock")).isDirectoryContaining("glob:**/manifests");
        assertThat(lake.resolve("raw zoné %/stock")).isDirectoryContaining("glob:**/snapshots");
        assertThat(lake.toFile().list()).containsExactlyInAnyOrder("raw zoné %", "processed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    UPDATE stock.stock_dim SET price = price + 1 WHERE sk_stock_id = (SELECT min(fk_stock_id) FROM stock.transaction_fact) | price behind each fact
                    UPDATE stock.stock_dim SET company = 'x' WHERE sk_stock_id = (SELECT max(sk_stock_id) FROM stock.stock_dim WHERE is_current) | current rows of stock_dim
                    UPDATE stock.user_dim SET email = 'x' WHERE sk_user_id = (SELECT max(sk_user_id) FROM stock.user_dim WHERE is_current) | current rows of user_dim
                    DELETE FROM stock.transaction_fact WHERE transaction_id = 7 | transaction_fact = Transaction
                    UPDATE stock.transaction_fact SET fk_stock_id = (SELECT min(sk_stock_id) FROM stock.stock_dim WHERE sk_stock_id > 0) WHERE transaction_id = (SELECT max(transaction_id) FROM stock.transaction_fact) | fk_stock_id
                    UPDATE stock.user_dim SET valid_to = valid_to + interval '2 hours' WHERE sk_user_id = (SELECT min(sk_user_id) FROM stock.user_dim WHERE NOT is_current AND sk_user_id > 0) | versions of user_dim
                    UPDATE stock.stock_dim SET is_deleted = false WHERE sk_stock_id = (SELECT min(sk_stock_id) FROM stock.stock_dim WHERE is_deleted) | stocks that left end at the read
                    UPDATE stock.stock_dim SET is_deleted = true WHERE sk_stock_id = (SELECT min(sk_stock_id) FROM stock.stock_dim WHERE NOT is_current AND NOT is_deleted AND sk_stock_id > 0) | stocks that returned open a version
                    UPDATE varve.load_table SET overwritten = overwritten + 1 WHERE number = 2 AND table_name = 'stock_dim' | stocks traded before fill their inferred member
                    UPDATE stock.stock_dim SET company = 'x' WHERE sk_stock_id = (SELECT min(sk_stock_id) FROM stock.stock_dim WHERE NOT is_current AND NOT is_deleted AND sk_stock_id > 0) | renamed companies are versions
                    UPDATE stock.stock_dim SET loaded_as_of = '2026-11-02' WHERE sk_stock_id = (SELECT sk_stock_id FROM stock.stock_dim WHERE is_current AND valid_from_precision = 'interval' ORDER BY stock_id DESC LIMIT 1) | prices that moved are versions
                    UPDATE stock.user_dim SET loaded_as_of = '2026-11-01' WHERE user_id = 62 | users that joined have a first version
                    DELETE FROM stock.user_dim WHERE sk_user_id = (SELECT max(sk_user_id) FROM stock.user_dim WHERE valid_from_precision = 'exact') | users that changed have another version
                    UPDATE stock.user_dim SET is_deleted = false WHERE sk_user_id = (SELECT min(sk_user_id) FROM stock.user_dim WHERE is_deleted) | users that left end at the read
                    UPDATE stock.stock_dim SET is_inferred = true WHERE sk_stock_id = (SELECT min(sk_stock_id) FROM stock.stock_dim WHERE is_current) | inferred stocks = traded, never listed
                    UPDATE varve.load_table SET gaps = gaps + 1 WHERE number = 2 AND table_name = 'transaction_fact' | events in gaps = trades in stocks that left
                    """)
    void oneCorruptedRowFailsTheChecks(String corruption, String check) throws SQLException {
        try (Connection warehouse =
                        WarehouseConnections.open(pipeline.warehouse().endpoint());
                Statement statement = warehouse.createStatement()) {
            for (String table : TABLES) {
                statement.execute("CREATE TABLE " + kept(table) + " AS SELECT * FROM " + table);
            }
            assertThat(statement.executeUpdate(corruption)).isEqualTo(1);
            assertThatThrownBy(DemoIT::check)
                    .isInstanceOf(VarveException.class)
                    .hasMessageContaining("The demo's data is wrong; failed: ")
                    .hasMessageContaining(check);
            statement.execute("TRUNCATE " + String.join(", ", TABLES));
            for (String table : TABLES) {
                statement.execute("INSERT INTO " + table + " SELECT * FROM " + kept(table));
                statement.execute("DROP TABLE " + kept(table));
            }
        }
        assertThatCode(DemoIT::check).doesNotThrowAnyException();
    }

    private static String kept(String table) {
        return table.replaceFirst(".*\\.", "public.");
    }

    private static void check() {
        new Checks(pipeline, new PrintWriter(new StringWriter())).run(PLAN.days());
    }

    private static void recreate(Connection server) throws SQLException {
        try (server;
                Statement statement = server.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS it_demo");
            statement.execute("CREATE DATABASE it_demo");
        }
    }
}
