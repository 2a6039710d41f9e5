package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate for 127.0.0.1, made once: for clients that want TLS, and to test with. Without one MariaDB makes a new RSA key at every start, which takes 2 to 25 seconds;
 * and without TLS its clients from 11.4 on refuse to connect.
 *
 * @param certificate PEM file
 * @param key PEM file, readable for its owner only
 */
record ServerCertificate(Path certificate, Path key) {
    private static final String ALIAS = "sandbox";
    /** Protects nothing: the key store is deleted at once. */
    private static final String STORE_PASSWORD = "changeit";

    /** The certificate in the folder, made if it is missing. */
    static ServerCertificate in(Path folder) {
        ServerCertificate files = new ServerCertificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        try {
            if (!Files.exists(files.certificate())) {
                files.create(folder.resolve("certificate.p12"));
            }
            return files;
        } catch (IOException | GeneralSecurityException e) {
            throw VarveException.failed("Cannot make a certificate in " + folder + ": " + e + ".", e);
        }
    }

    private void create(Path store) throws IOException, GeneralSecurityException {
        Files.deleteIfExists(store);
        Files.deleteIfExists(key);
        runKeytool(store);
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        Key secret = keys.getKey(ALIAS, STORE_PASSWORD.toCharArray());
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        Files.delete(store);
    }

    private static void runKeytool(Path store) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "36500",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String pem(String kind, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
