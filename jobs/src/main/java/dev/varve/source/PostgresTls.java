package dev.varve.source;

import dev.varve.pipeline.Tls;
import java.util.Map;
import java.util.TreeMap;

/** A pipeline's TLS settings in the words of the Postgres driver. */
final class PostgresTls {
    /** Without a file the driver would look for one in the user's home; this one asks the JVM's trust store. */
    private static final String TRUST_STORE_OF_JVM = "org.postgresql.ssl.DefaultJavaSSLFactory";

    private PostgresTls() {}

    /** The driver's properties. */
    static Map<String, String> properties(Tls tls) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(
                "sslmode",
                switch (tls.mode()) {
                    case DISABLE -> "disable";
                    case PREFER -> "prefer";
                    case REQUIRE -> "require";
                    case VERIFY_CA -> "verify-ca";
                    case VERIFY_FULL -> "verify-full";
                });
        tls.certificates(); // a clearer error than the driver's
        tls.ca()
                .ifPresent(
                        ca -> properties.put("sslrootcert", ca.toAbsolutePath().toString()));
        if (tls.mode().verifies() && tls.ca().isEmpty()) {
            properties.put("sslfactory", TRUST_STORE_OF_JVM);
        }
        return properties;
    }
}
