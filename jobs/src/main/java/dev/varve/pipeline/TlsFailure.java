package dev.varve.pipeline;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Tells from what a driver throws whether TLS is the reason: both drivers call that a broken connection. */
public final class TlsFailure {
    private static final Pattern NOT_OFFERED =
            Pattern.compile("(?i)SSL connection required, but not provided|server does not support SSL");
    private static final Pattern OTHER_HOST = Pattern.compile(
            "(?i)hostname .+ could not be verified|identity verification failed|No subject alternative .*match");

    private TlsFailure() {}

    /** The reason and what to check; empty if it is not TLS that failed. */
    public static Optional<String> reason(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        boolean ofTls = false;
        boolean untrusted = false;
        boolean outOfDate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
            ofTls |= cause instanceof SSLException || cause instanceof GeneralSecurityException;
            untrusted |= cause instanceof CertPathValidatorException || cause instanceof CertPathBuilderException;
            outOfDate |=
                    cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException;
        }
        if (NOT_OFFERED.matcher(messages).find()) {
            return Optional.of("the server offers no TLS. Let it, or choose another tls.mode.");
        }
        if (OTHER_HOST.matcher(messages).find()) {
            return Optional.of("the server's certificate is not for this host. Name the host in the URL as the"
                    + " certificate does, or set tls.mode to verify_ca.");
        }
        if (untrusted && !outOfDate) {
            return Optional.of(
                    "no trusted authority stands behind the server's certificate. Check that tls.ca holds the server's"
                            + " authority (without it the JVM's trust store counts), and that this is the right server.");
        }
        return ofTls
                ? Optional.of("TLS fails: " + VarveException.sentence(VarveException.innermost(failure))
                        + " Check tls, and the server's certificate.")
                : Optional.empty();
    }
}
