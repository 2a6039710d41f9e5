package dev.varve.source;

import dev.varve.pipeline.Tls;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A pipeline's TLS settings in the words of Connector/J, which reads key stores and no PEM. */
final class MySqlTls {
    private MySqlTls() {}

    /** The driver's properties; makes a trust store of the certificates if there are some. */
    static Map<String, String> properties(Tls tls) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(
                "sslMode",
                switch (tls.mode()) {
                    case DISABLE -> "DISABLED";
                    case PREFER -> "PREFERRED";
                    case REQUIRE -> "REQUIRED";
                    case VERIFY_CA -> "VERIFY_CA";
                    case VERIFY_FULL -> "VERIFY_IDENTITY";
                });
        if (tls.ca().isPresent()) {
            Path store = TrustStore.of(tls.certificates());
            properties.put("trustCertificateKeyStoreUrl", store.toUri().toString());
            properties.put("trustCertificateKeyStoreType", TrustStore.TYPE);
            properties.put("trustCertificateKeyStorePassword", TrustStore.PASSWORD);
        }
        return properties;
    }
}
