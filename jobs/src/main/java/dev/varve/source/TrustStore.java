package dev.varve.source;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Certificates as a file that a driver can read: a PKCS12 store among the temporary files, which only its owner may change.
 * It stays while the process runs, since a driver reads it again for each connection that it opens by itself.
 */
final class TrustStore {
    static final String TYPE = "PKCS12";
    /** Certificates are no secret; the format wants a password. */
    static final String PASSWORD = "changeit";

    private static final Map<List<Certificate>, Path> MADE = new HashMap<>();

    private TrustStore() {}

    /** The file that holds these, the same one each time. */
    static synchronized Path of(List<Certificate> certificates) {
        return MADE.computeIfAbsent(certificates, TrustStore::write);
    }

    private static Path write(List<Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, PASSWORD.toCharArray());
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            Path file = Files.createTempFile("varve-trust", ".p12"); // for its owner only
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw VarveException.failed(
                    "Cannot write the certificates of tls.ca into a temporary file: " + VarveException.firstLine(e)
                            + ". Check the folder for temporary files.",
                    e);
        }
    }
}
