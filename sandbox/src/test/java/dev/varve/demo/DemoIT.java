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
import dev.varve.sandbox.SandboxServers;
import dev.varve.sandbox.TestServers;
import dev.varve.source.MySqlConnections;
import dev.varve.warehouse.WarehouseConnections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three days of the demo, and what its checks say to one corrupted row. */
class DemoIT {
    private static final DemoPlan PLAN = new DemoPlan(3, new StockPlan(42, 60, 20, 300));

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
        assertThat(OUTPUT.toString().lines().filter(line -> line.matches("2026-11-0[123] .* 300 +[0-9.]+")))
                .hasSize(3);
        assertThat(OUTPUT.toString()).contains("every version and the facts that point to it");
    }

    @Test
    void everyCheckOfAnUntouchedDemoIsOk() {
        assertThatCode(DemoIT::check).doesNotThrowAnyException();
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
                    """)
    void oneCorruptedRowFailsTheChecks(String corruption, String check) throws SQLException {
        try (Connection warehouse =
                        WarehouseConnections.open(pipeline.warehouse().endpoint());
                Statement statement = warehouse.createStatement()) {
            for (String table : new String[] {"stock_dim", "user_dim", "transaction_fact"}) {
                statement.execute("CREATE TABLE public." + table + " AS SELECT * FROM stock." + table);
            }
            assertThat(statement.executeUpdate(corruption)).isEqualTo(1);
            assertThatThrownBy(DemoIT::check)
                    .isInstanceOf(VarveException.class)
                    .hasMessageContaining("The demo's data is wrong; failed: ")
                    .hasMessageContaining(check);
            statement.execute("TRUNCATE stock.transaction_fact, stock.stock_dim, stock.user_dim");
            for (String table : new String[] {"stock_dim", "user_dim", "transaction_fact"}) {
                statement.execute("INSERT INTO stock." + table + " SELECT * FROM public." + table);
                statement.execute("DROP TABLE public." + table);
            }
        }
        assertThatCode(DemoIT::check).doesNotThrowAnyException();
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
