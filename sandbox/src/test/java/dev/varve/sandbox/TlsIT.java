package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Tls;
import dev.varve.pipeline.VarveException;
import dev.varve.pipeline.WarehouseSettings;
import dev.varve.source.MySqlConnections;
import dev.varve.warehouse.Migrations;
import dev.varve.warehouse.WarehouseConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted connections to real servers: what is trusted, and what is said of a server that is not. */
class TlsIT {
    private static final String UNTRUSTED = ": no trusted authority stands behind the server's certificate. Check that"
            + " tls.ca holds the server's authority (without it the JVM's trust store counts), and that this is the right"
            + " server.";
    private static final String OTHER_HOST = ": the server's certificate is not for this host. Name the host in the URL"
            + " as the certificate does, or set tls.mode to verify_ca.";

    /** The two databases of a pipeline, and how each is connected to. */
    enum Database {
        SOURCE {
            @Override
            Endpoint endpoint() {
                return TestServers.shared().source();
            }

            @Override
            Path certificate() {
                return TestServers.shared().sourceCertificate();
            }

            @Override
            Connection open(Endpoint endpoint) {
                return MySqlConnections.open(endpoint);
            }

            @Override
            boolean encrypted(Connection connection) {
                return !Rows.of(connection, "SHOW SESSION STATUS LIKE 'Ssl_cipher'")
                        .equals(List.of("Ssl_cipher | "));
            }
        },
        WAREHOUSE {
            @Override
            Endpoint endpoint() {
                return TestServers.shared().warehouse();
            }

            @Override
            Path certificate() {
                return TestServers.shared().warehouseCertificate();
            }

            @Override
            Connection open(Endpoint endpoint) {
                return WarehouseConnections.open(endpoint);
            }

            @Override
            boolean encrypted(Connection connection) {
                return Rows.of(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                        .equals(List.of("t"));
            }
        };

        abstract Endpoint endpoint();

        abstract Path certificate();

        abstract Connection open(Endpoint endpoint);

        abstract boolean encrypted(Connection connection);
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void withoutVerificationAnyServerWillDo(Database database) throws SQLException {
        assertThat(encrypted(database, new Tls(Tls.Mode.REQUIRE, Optional.empty())))
                .isTrue();
        assertThat(encrypted(database, new Tls(Tls.Mode.PREFER, Optional.empty())))
                .isTrue();
        assertThat(encrypted(database, new Tls(Tls.Mode.DISABLE, Optional.empty())))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void trustedServerIsConnectedToByTheNameInItsCertificate(Database database) throws SQLException {
        Optional<Path> ca = Optional.of(database.certificate());

        assertThat(encrypted(database, new Tls(Tls.Mode.VERIFY_CA, ca))).isTrue();
        assertThat(encrypted(database, new Tls(Tls.Mode.VERIFY_FULL, ca))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void oneOfSeveralCertificatesIsEnough(Database database) throws IOException, SQLException {
        Path both = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(other(database)) + Files.readString(database.certificate()));

        assertThat(encrypted(database, new Tls(Tls.Mode.VERIFY_FULL, Optional.of(both))))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void serverOfAnotherAuthorityIsRefused(Database database) {
        assertRefused(database, database.endpoint().url(), Tls.Mode.VERIFY_CA, Optional.of(other(database)), UNTRUSTED);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAFileTheTrustStoreOfTheJvmCounts(Database database) {
        assertRefused(database, database.endpoint().url(), Tls.Mode.VERIFY_CA, Optional.empty(), UNTRUSTED);
        assertRefused(database, database.endpoint().url(), Tls.Mode.VERIFY_FULL, Optional.empty(), UNTRUSTED);
    }

    @ParameterizedTest
    @EnumSource
    void serverByAnotherNameThanItsCertificatesIsRefused(Database database) throws SQLException {
        String url = database.endpoint().url().replace("127.0.0.1", "localhost");
        Optional<Path> ca = Optional.of(database.certificate());

        assertThat(encrypted(database, at(database, url, new Tls(Tls.Mode.VERIFY_CA, ca))))
                .isTrue();
        assertRefused(database, url, Tls.Mode.VERIFY_FULL, ca, OTHER_HOST);
    }

    @Test
    void migrationsVerifyTheServerToo() {
        Database database = Database.WAREHOUSE;
        Endpoint wrong =
                at(database, database.endpoint().url(), new Tls(Tls.Mode.VERIFY_CA, Optional.of(other(database))));

        assertThatThrownBy(() -> Migrations.apply(new WarehouseSettings(wrong, "stock", Optional.empty())))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot connect to the warehouse at " + wrong.display() + UNTRUSTED);
    }

    private static void assertRefused(Database database, String url, Tls.Mode mode, Optional<Path> ca, String problem) {
        Endpoint endpoint = at(database, url, new Tls(mode, ca));
        assertThatThrownBy(() -> database.open(endpoint))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot connect to the " + database.name().toLowerCase(Locale.ROOT) + " at "
                        + endpoint.display() + problem)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.FAILED);
    }

    private static boolean encrypted(Database database, Tls tls) throws SQLException {
        return encrypted(database, at(database, database.endpoint().url(), tls));
    }

    private static boolean encrypted(Database database, Endpoint endpoint) throws SQLException {
        try (Connection connection = database.open(endpoint)) {
            return database.encrypted(connection);
        }
    }

    private static Endpoint at(Database database, String url, Tls tls) {
        Endpoint known = database.endpoint();
        return new Endpoint(url, known.user(), known.password(), Optional.of(tls));
    }

    private static Path other(Database database) {
        return database == Database.SOURCE ? Database.WAREHOUSE.certificate() : Database.SOURCE.certificate();
    }
}
