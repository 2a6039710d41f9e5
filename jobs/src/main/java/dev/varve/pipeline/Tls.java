package dev.varve.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

/**
 * How a connection to a database is encrypted, and what its server has to prove.
 *
 * @param mode how much is asked of the server
 * @param ca a PEM file of the certificates to trust, for the modes that verify; without it those that the JVM trusts
 */
public record Tls(Mode mode, Optional<Path> ca) {
    private static final String NO_CERTIFICATE =
            "it holds no certificate in PEM. Put that of the server's authority into it.";

    /** From nothing to everything. */
    public enum Mode {
        /** No encryption. */
        DISABLE,
        /** Encryption if the server offers it. */
        PREFER,
        /** Encryption, whoever the server is. */
        REQUIRE,
        /** As well a certificate of a trusted authority. */
        VERIFY_CA,
        /** As well a certificate for the host of the URL. */
        VERIFY_FULL;

        /** Whether the server's certificate is checked. */
        public boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }
    }

    /**
     * The certificates of the PEM file; empty without one.
     *
     * @throws VarveException (usage) with one line, if the file cannot be read or holds no certificate
     */
    public List<Certificate> certificates() {
        return ca.map(Tls::certificates).orElse(List.of());
    }

    private static List<Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw cannot(file, NO_CERTIFICATE);
            }
            return certificates;
        } catch (NoSuchFileException e) {
            throw cannot(file, "there is no such file. Correct tls.ca; it counts from the pipeline file.");
        } catch (IOException e) {
            throw cannot(file, "it cannot be read by this user. Correct its owner or rights.");
        } catch (CertificateException e) {
            throw cannot(file, NO_CERTIFICATE);
        }
    }

    private static VarveException cannot(Path file, String problem) {
        return VarveException.usage("Cannot read the certificates of tls.ca from " + file + ": " + problem);
    }
}
