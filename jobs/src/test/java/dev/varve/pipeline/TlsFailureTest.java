package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The drivers' own failures are met in an integration test; these are the rest. */
class TlsFailureTest {
    @Test
    void brokenConnectionIsNoneOfTls() {
        assertThat(TlsFailure.reason(new SQLException("Communications link failure", new IOException("refused"))))
                .isEmpty();
    }

    @Test
    void anyOtherTroubleOfTlsIsToldInItsOwnWords() {
        SSLException cause = new SSLHandshakeException("No appropriate protocol");

        assertThat(TlsFailure.reason(new SQLException("Communications link failure", cause)))
                .contains("TLS fails: No appropriate protocol. Check tls, and the server's certificate.");
    }

    @Test
    void certificateThatIsOutOfDateIsTold() {
        Exception expired = new CertPathValidatorException(
                "validity check failed", new CertificateExpiredException("NotAfter: Sat Mar 01 00:00:00 UTC 2025"));

        assertThat(TlsFailure.reason(new SQLException("SSL error: " + expired.getMessage(), expired)))
                .contains(
                        "TLS fails: NotAfter: Sat Mar 01 00:00:00 UTC 2025. Check tls, and the server's certificate.");
    }

    @Test
    void serverWithoutTlsIsTold() {
        assertThat(TlsFailure.reason(new SQLException("The server does not support SSL.", "08006")))
                .contains("the server offers no TLS. Let it, or choose another tls.mode.");
    }
}
