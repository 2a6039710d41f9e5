package dev.varve.sandbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the S3 server listens on 127.0.0.1, and the key pair for it. The server checks no keys, but clients want some.
 *
 * @param server its password is the secret access key
 * @param accessKeyId hexadecimal
 */
record S3Account(ServerAccount server, String accessKeyId) {
    static final String RAW_BUCKET = "varve-raw";
    static final String PROCESSED_BUCKET = "varve-processed";
    private static final int PREFERRED_PORT = 29000;

    S3Account {
        ServerAccount.checkPassword(accessKeyId);
    }

    /** A new key pair, on a port that may be any. */
    static S3Account fresh() {
        return new S3Account(
                ServerAccount.on(PREFERRED_PORT, ServerAccount.newPassword()), ServerAccount.newPassword());
    }

    S3Account wishedOn(Optional<Integer> wish) {
        return new S3Account(server.wishedOn(wish), accessKeyId);
    }

    /** The same keys on the port it had, or, where that is taken, on the next free one above that is not spoken for. */
    S3Account onFreePort(Set<Integer> spoken) {
        server.requireFree("the S3 server", PortWishes.S3_OPTION);
        return new S3Account(server.onFreePort(spoken), accessKeyId);
    }

    @JsonIgnore
    String endpoint() {
        return "http://127.0.0.1:" + server.port();
    }

    /** The environment that leads AWS's command line and SDKs, and a pipeline's lake, to this server. */
    @JsonIgnore
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL_S3", endpoint());
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", accessKeyId);
        variables.put("AWS_SECRET_ACCESS_KEY", server.password());
        // A bucket as a host name, varve-raw.127.0.0.1, leads nowhere.
        variables.put("VARVE_S3_PATH_STYLE", "true");
        return variables;
    }

    @Override
    public String toString() {
        return endpoint();
    }
}
