package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.varve.pipeline.Endpoint;
import dev.varve.warehouse.WarehouseConnections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline whose passwords are awkward, in a process that writes down all it can: a debug log, Spark's event log,
 * uncompressed files. Neither what succeeds nor what fails may leave the passwords anywhere.
 */
class LeaksIT {
    private static final String AWKWARD = "@:/%'\"\\ ";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path keys;

    private final String password = part() + AWKWARD + part();
    private final String awsKey = part() + "/" + part();
    private final String marker = part();

    private static String part() {
        StringBuilder text = new StringBuilder();
        String letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        RANDOM.ints(16, 0, letters.length()).forEach(i -> text.append(letters.charAt(i)));
        return text.toString();
    }

    @Test
    void passwordsAreNowhereAfterRunsThatSucceedAndRunsThatFail() throws Exception {
        HttpServer secretsManager = secretsManager();
        try (PipelineFixture fixture = PipelineFixture.fresh("leaks", TestLake::onDisk);
                Connection admin = admin(fixture)) {
            createAccounts(fixture, admin);
            runInAnotherProcess(fixture, secretsManager.getAddress().getPort());

            assertThat(Files.readString(fixture.folder().resolve("codes")))
                    .isEqualTo(String.join("\n", expected(fixture)) + "\n");
            assertEverythingWasWritten(fixture);
            for (Leaks leaks : List.of(new Leaks(password), new Leaks(awsKey))) {
                assertThat(leaks.below(fixture.folder())).isEmpty();
                assertThat(leaks.in(warehouse(admin))).isEmpty();
            }
        } finally {
            secretsManager.stop(0);
        }
    }

    /** The control: the marker, which is data, is found where data is, and so would be a password. */
    private void assertEverythingWasWritten(PipelineFixture fixture) throws IOException {
        assertThat(new Leaks(marker).below(fixture.folder()))
                .anyMatch(found -> found.matches("raw: .*/raw/shop/snapshots/Item/.*\\.parquet"))
                .anyMatch(found -> found.matches("raw: .*/raw/shop/changes/Item/.*\\.parquet"))
                .anyMatch(found -> found.matches("raw: .*/processed/shop/item_dim/.*\\.parquet"))
                .anyMatch(found -> found.matches("raw: .*/stdout"));
        assertThat(new Leaks("SparkListenerSQLExecutionStart").below(fixture.folder()))
                .anyMatch(found -> found.startsWith("raw: " + fixture.folder().resolve("events")));
        assertThat(Files.readString(fixture.folder().resolve("logs/varve.log")))
                .contains("INFO  SparkContext ", "Command failed");
        assertThat(Files.readString(fixture.folder().resolve("stderr")))
                .contains("INFO  SparkContext ", "varve: Cannot ");
    }

    /** Exit code and arguments, by which the processes' commands are told apart. */
    private static List<String> expected(PipelineFixture fixture) throws IOException {
        String now = "\t--now\t2026-03-0";
        String time = "T00:30:00Z";
        List<String> lines = new ArrayList<>(List.of(
                "0 validate\t" + file(fixture, "managed"),
                "1 run\t" + file(fixture, "model") + now + 2 + time,
                "0 load\t" + file(fixture, "managed"),
                "0 validate\t" + file(fixture, "variables"),
                "0 status\t" + file(fixture, "managed"),
                "0 sql\tsource\tSELECT * FROM Item\t--pipeline\t" + file(fixture, "managed"),
                "0 sql\twarehouse\tSELECT * FROM shop.item_dim\t--pipeline\t" + file(fixture, "variables"),
                "1 sql\tsource\tSELECT nothing FROM Item\t--pipeline\t" + file(fixture, "variables"),
                "1 sql\twarehouse\tSELECT nothing FROM shop.item_dim\t--pipeline\t" + file(fixture, "managed")));
        for (String trouble : List.of("source-down", "source-near", "source-inline")) {
            lines.add("1 run\t" + file(fixture, trouble) + now + 3 + time);
        }
        lines.add("0 run\t" + file(fixture, "managed") + now + 3 + time);
        for (String trouble : List.of("warehouse-down", "warehouse-near", "warehouse-inline")) {
            lines.add("1 load\t" + file(fixture, trouble));
            lines.add("1 status\t" + file(fixture, trouble));
        }
        return lines.stream().map(line -> line + "\t--verbose").toList();
    }

    private static String file(PipelineFixture fixture, String name) {
        return fixture.folder().resolve(name + ".yaml").toString();
    }

    private void writeFiles(PipelineFixture fixture) throws IOException {
        String source = "${STOCK_SOURCE_PASSWORD}";
        String warehouse = "${WAREHOUSE_PASSWORD}";
        Path secret = Files.createFile(
                keys.resolve("warehouse"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, password + "\n");
        write(fixture, "variables");
        write(fixture, "managed", source, "secret:it/leaks#password", warehouse, "file:" + secret);
        write(fixture, "source-down", "${STOCK_SOURCE_URL}", "jdbc:mysql://127.0.0.1:1/shop");
        write(fixture, "source-near", source, "${NEAR_PASSWORD}");
        write(fixture, "source-inline", "${STOCK_SOURCE_URL}", "${STOCK_SOURCE_URL}?password=" + source);
        write(fixture, "warehouse-down", "${WAREHOUSE_URL}", "jdbc:postgresql://127.0.0.1:1/shop");
        write(fixture, "warehouse-near", warehouse, "${NEAR_PASSWORD}");
        write(fixture, "warehouse-inline", "${WAREHOUSE_URL}", "${WAREHOUSE_URL}?password=" + warehouse);
        write(fixture, "model", "name, price", "name, CAST(name AS INT) AS price");
    }

    private static void write(PipelineFixture fixture, String name, String... replacements) throws IOException {
        Path resource = Path.of(Objects.requireNonNull(LeaksIT.class.getResource("/pipelines/shop.yaml"))
                .getPath());
        String text = Files.readString(resource);
        for (int i = 0; i < replacements.length; i += 2) {
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Files.writeString(Path.of(file(fixture, name)), text);
    }

    private void runInAnotherProcess(PipelineFixture fixture, int secretsManager)
            throws IOException, InterruptedException {
        writeFiles(fixture);
        Map<String, String> environment = new HashMap<>(fixture.variables());
        environment.putAll(environment(secretsManager));
        List<String> commands =
                expected(fixture).stream().map(line -> line.substring(2)).toList();
        new WordyProcess(fixture.folder()).run(environment, commands);
    }

    private Map<String, String> environment(int secretsManager) {
        return Map.ofEntries(
                Map.entry("STOCK_SOURCE_USER", "it_leaks"),
                Map.entry("STOCK_SOURCE_PASSWORD", password),
                Map.entry("WAREHOUSE_USER", "it_leaks"),
                Map.entry("WAREHOUSE_PASSWORD", password),
                Map.entry("NEAR_PASSWORD", password.substring(1)),
                Map.entry(
                        "SHOP_MIGRATIONS",
                        Objects.requireNonNull(LeaksIT.class.getResource("/pipelines/shop-migrations"))
                                .getPath()),
                Map.entry("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + secretsManager),
                Map.entry("AWS_REGION", "eu-central-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "key"),
                Map.entry("AWS_SECRET_ACCESS_KEY", awsKey));
    }

    private void createAccounts(PipelineFixture fixture, Connection admin) {
        String literal = "'" + password.replace("'", "''") + "'";
        Rows.execute(
                fixture.source(),
                "CREATE TABLE Base (item_id INT PRIMARY KEY, name VARCHAR(40))",
                "INSERT INTO Base VALUES (1, '" + marker + "')",
                // Another price at each read, so that there is a change without anybody making it.
                "CREATE VIEW Item AS SELECT item_id, name, CAST(UUID_SHORT() % 100000 AS DECIMAL(8,2)) price FROM Base",
                "CREATE OR REPLACE USER it_leaks IDENTIFIED BY " + literal.replace("\\", "\\\\"),
                "GRANT SELECT ON it_leaks.* TO it_leaks");
        Rows.execute(
                admin,
                "CREATE ROLE it_leaks LOGIN PASSWORD " + literal,
                "GRANT CREATE ON DATABASE it_leaks TO it_leaks");
    }

    private static Connection admin(PipelineFixture fixture) {
        Endpoint admin = TestServers.shared().warehouseAdmin();
        String url = fixture.variables().getOrDefault("WAREHOUSE_URL", "");
        return WarehouseConnections.open(new Endpoint(url, admin.user(), admin.password()));
    }

    /** Every row of every table, the ledger's and Flyway's among them. */
    private String warehouse(Connection admin) throws SQLException {
        List<String> tables = Rows.of(
                admin,
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                        + " WHERE schemaname IN ('shop', 'varve')");
        assertThat(tables).contains("varve.load", "varve.load_table", "shop.item_dim");
        StringBuilder rows = new StringBuilder();
        tables.forEach(table -> Rows.of(admin, "SELECT t::text FROM " + table + " t")
                .forEach(row -> rows.append(row).append('\n')));
        assertThat(rows).contains(marker);
        return rows.toString();
    }

    private HttpServer secretsManager() throws IOException {
        ObjectMapper json = new ObjectMapper();
        String secret = json.writeValueAsString(Map.of("password", password));
        byte[] answer = json.writeValueAsString(Map.of("Name", "it/leaks", "SecretString", secret))
                .getBytes(StandardCharsets.UTF_8);
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        http.start();
        return http;
    }
}
