package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.Secret;
import dev.varve.source.MySqlConnections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxIT {
    @Test
    void bothServersAreThereToConnectTo() throws SQLException {
        try (Connection source = MySqlConnections.open(TestServers.shared().source());
                Connection warehouse = connect(TestServers.shared().warehouse())) {
            assertThat(value(source, "SELECT CONCAT(DATABASE(), ' ', @@character_set_database)"))
                    .isEqualTo("stock utf8mb4");
            assertThat(value(warehouse, "SELECT current_database() || ' ' || current_setting('server_encoding')"))
                    .isEqualTo("warehouse UTF8");
        }
    }

    @Test
    void theVariablesNameTheSameServers() {
        SandboxServers servers = TestServers.shared();
        assertThat(servers.variables())
                .containsEntry("STOCK_SOURCE_URL", servers.source().url())
                .containsEntry(
                        "STOCK_SOURCE_PASSWORD", servers.source().password().reveal())
                .containsEntry("WAREHOUSE_URL", servers.warehouse().url())
                .containsEntry(
                        "WAREHOUSE_PASSWORD", servers.warehouse().password().reveal());
    }

    @Test
    void bothAccountsMayMakeWhatTestsNeed() throws SQLException {
        try (Connection source = MySqlConnections.open(TestServers.shared().source());
                Connection warehouse = connect(TestServers.shared().warehouse())) {
            execute(source, "CREATE DATABASE it_of_its_own");
            execute(source, "DROP DATABASE it_of_its_own");
            execute(warehouse, "CREATE SCHEMA it_of_its_own");
            execute(warehouse, "DROP SCHEMA it_of_its_own");
            execute(warehouse, "CREATE DATABASE it_of_its_own");
            execute(warehouse, "DROP DATABASE it_of_its_own");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"varve", "postgres"})
    void postgresRefusesAWrongPassword(String user) {
        Endpoint wrong = new Endpoint(TestServers.shared().warehouse().url(), user, new Secret("wrong"));
        assertThatThrownBy(() -> connect(wrong)).hasMessageContaining("password authentication failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"varve", "root", "nobody"})
    void mariaDbRefusesAWrongPassword(String user) {
        Endpoint wrong = new Endpoint(TestServers.shared().source().url(), user, new Secret("wrong"));
        assertThatThrownBy(() -> MySqlConnections.open(wrong)).hasMessageContaining("access denied");
    }

    @Test
    void aRestartKeepsDataPortsAndPasswords(@TempDir Path root) throws SQLException {
        beginWhereNoOtherSandboxLooks(root);
        Map<String, String> before;
        try (SandboxServers servers = SandboxServers.start(root)) {
            before = servers.variables();
            assertThatThrownBy(() -> SandboxServers.start(root))
                    .hasMessageStartingWith("Cannot start the sandbox: another process runs the servers");
            keepAWord(servers);
        }
        try (SandboxServers servers = SandboxServers.start(root);
                Connection source = MySqlConnections.open(servers.source());
                Connection warehouse = connect(servers.warehouse())) {
            assertThat(servers.variables()).isEqualTo(before);
            assertThat(value(source, "SELECT word FROM kept")).isEqualTo("fjord");
            assertThat(value(warehouse, "SELECT word FROM kept")).isEqualTo("fjord");
        }
    }

    /** Between stop and start a sandbox of another test could take the ports: they are kept for nobody. */
    private static void beginWhereNoOtherSandboxLooks(Path root) {
        SandboxDirectory directory = new SandboxDirectory(root);
        directory.createServersFolder();
        SandboxState fresh = SandboxState.fresh();
        new SandboxState(
                        ServerAccount.on(28306, fresh.mysql().password()),
                        ServerAccount.on(28432, fresh.postgres().password()),
                        fresh.postgresAdminPassword(),
                        fresh.s3(),
                        fresh.lake(),
                        fresh.supervisor())
                .write(directory.stateFile());
    }

    @Test
    void twoSandboxesThatStartAtOnceGetPortsOfTheirOwn(@TempDir Path first, @TempDir Path second) throws SQLException {
        CompletableFuture<SandboxServers> one = CompletableFuture.supplyAsync(() -> SandboxServers.start(first));
        try (SandboxServers two = SandboxServers.start(second)) {
            SandboxServers other = one.join();
            assertThat(Set.of(
                            two.source().url(),
                            other.source().url(),
                            two.warehouse().url(),
                            other.warehouse().url()))
                    .hasSize(4);
            keepAWord(two);
            keepAWord(other);
        } finally {
            one.join().close(); // also if the other one could not start
        }
    }

    private static void keepAWord(SandboxServers servers) throws SQLException {
        try (Connection source = MySqlConnections.open(servers.source());
                Connection warehouse = connect(servers.warehouse())) {
            for (Connection connection : List.of(source, warehouse)) {
                execute(connection, "CREATE TABLE kept (word VARCHAR(10))");
                execute(connection, "INSERT INTO kept VALUES ('fjord')");
            }
        }
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        return DriverManager.getConnection(
                endpoint.url(), endpoint.user(), endpoint.password().reveal());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
