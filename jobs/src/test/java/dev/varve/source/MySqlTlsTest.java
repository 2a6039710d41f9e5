package dev.varve.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTlsTest {
    /** Self-signed, for CN=ca.example and CN=other.example, valid for a hundred years. */
    static final String TWO_CERTIFICATES = """
            -----BEGIN CERTIFICATE-----
            MIIBQjCB6aADAgECAghg0dCq3BZ0NDAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpj
            YS5leGFtcGxlMCAXDTI2MTEyMTE4MjEzNVoYDzIxMjYxMDI4MTgyMTM1WjAVMRMw
            EQYDVQQDEwpjYS5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEk6dB
            vZHYdXVLLxkcC6oOUw8iuLSqMFE9Tr/kB7xFOQS5pI+KuLymxkwhstYhpmoYbBzU
            GMir0NXfwsTR6gPpqqMhMB8wHQYDVR0OBBYEFIlMazMS3Fa11JmoVCoibGNIzELC
            MAoGCCqGSM49BAMCA0gAMEUCIQCPagxJ8aHvpBo/YIVD44N7ZcJGoDY9PIxwtiyk
            DIc5FQIgdWXYZrmAF2sGqDB1cEs2q9AMi/6ruLqOUvrnn8HOpaM=
            -----END CERTIFICATE-----
            -----BEGIN CERTIFICATE-----
            MIIBSTCB8KADAgECAgkA4fq6PzSBo8wwCgYIKoZIzj0EAwIwGDEWMBQGA1UEAxMN
            b3RoZXIuZXhhbXBsZTAgFw0yNjExMjExODIxMzdaGA8yMTI2MTAyODE4MjEzN1ow
            GDEWMBQGA1UEAxMNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEH
            A0IABEc/SBppKAw41YHQUosrVBPHjfXp5zIhFYJ4ndJd4OTKBgrt+HqfHaXb4wtJ
            JvlFfj5zPsLsXYOtl6G9esTAerWjITAfMB0GA1UdDgQWBBRM9a7df8ahFW6kp/u2
            fokGhuV8vTAKBggqhkjOPQQDAgNIADBFAiB7FEe6TxXMZG5SLe1EK+x9TSnZ8jaX
            kuEUbsxrSkI9vwIhAJ3oVJuOfXo1UfRb1K+xrAf1hm9eBwgQBzDgoL2NsRs3
            -----END CERTIFICATE-----
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "DISABLE, DISABLED",
        "PREFER, PREFERRED",
        "REQUIRE, REQUIRED",
        "VERIFY_CA, VERIFY_CA",
        "VERIFY_FULL, VERIFY_IDENTITY"
    })
    void modeHasTheDriversWord(Tls.Mode mode, String word) {
        assertThat(MySqlTls.properties(new Tls(mode, Optional.empty()))).isEqualTo(Map.of("sslMode", word));
    }

    @Test
    void everyCertificateOfThePemFileIsInAStoreThatOnlyItsOwnerMayChange()
            throws IOException, GeneralSecurityException {
        Map<String, String> properties = MySqlTls.properties(verifying(TWO_CERTIFICATES));

        Path store = Path.of(URI.create(Objects.requireNonNull(properties.get("trustCertificateKeyStoreUrl"))));
        String password = Objects.requireNonNull(properties.get("trustCertificateKeyStorePassword"));
        KeyStore certificates = KeyStore.getInstance(store.toFile(), password.toCharArray());
        assertThat(certificates.size()).isEqualTo(2);
        assertThat(certificates.getType()).isEqualToIgnoringCase(properties.get("trustCertificateKeyStoreType"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");
    }

    @Test
    void sameCertificatesHaveTheSameStore() throws IOException {
        assertThat(MySqlTls.properties(verifying(TWO_CERTIFICATES)))
                .isEqualTo(MySqlTls.properties(verifying(TWO_CERTIFICATES)));
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Tls tls = new Tls(Tls.Mode.VERIFY_CA, Optional.of(folder.resolve("ca.pem")));

        assertRefused(tls, "there is no such file. Correct tls.ca; it counts from the pipeline file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n"})
    void fileWithoutACertificateIsNamed(String content) throws IOException {
        assertRefused(
                verifying(content), "it holds no certificate in PEM. Put that of the server's authority into it.");
    }

    private void assertRefused(Tls tls, String problem) {
        assertThatThrownBy(() -> MySqlTls.properties(tls))
                .hasMessage("Cannot read the certificates of tls.ca from " + folder.resolve("ca.pem") + ": " + problem)
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private Tls verifying(String pem) throws IOException {
        return new Tls(Tls.Mode.VERIFY_CA, Optional.of(Files.writeString(folder.resolve("ca.pem"), pem)));
    }
}
