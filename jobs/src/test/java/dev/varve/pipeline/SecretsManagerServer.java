package dev.varve.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks what the SDK asks of Secrets Manager (JSON 1.1 over HTTP), with a few secrets and troubles. */
final class SecretsManagerServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "secretsmanager.GetSecretValue";

    private final HttpServer http;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, String> replaced = new TreeMap<>();
    private volatile String authorization = "";

    private SecretsManagerServer(HttpServer http) {
        this.http = http;
    }

    static SecretsManagerServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SecretsManagerServer server = new SecretsManagerServer(http);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    /** Points the SDK of this process here, until this server closes. */
    void useBySdk() {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "aws.endpointUrlSecretsManager",
                "http://127.0.0.1:" + http.getAddress().getPort());
        settings.put("aws.region", "eu-central-1");
        settings.put("aws.accessKeyId", "key");
        settings.put("aws.secretAccessKey", "secret");
        settings.put("aws.disableEc2Metadata", "true");
        settings.put("aws.configFile", "/nowhere");
        settings.put("aws.sharedCredentialsFile", "/nowhere");
        settings.forEach(
                (name, value) -> replaced.put(name, Objects.requireNonNullElse(System.setProperty(name, value), "")));
    }

    void hold(String name, String text) {
        secrets.put(name, text);
    }

    void failNext(int times) {
        failures.set(times);
    }

    int requests() {
        return requests.get();
    }

    String lastAuthorization() {
        return authorization;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String id = JSON.readTree(exchange.getRequestBody()).path("SecretId").asText();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(exchange, 503, Map.of("__type", "InternalServiceError", "message", "busy"));
        } else if (!TARGET.equals(target)) {
            send(exchange, 400, Map.of("__type", "UnknownOperationException"));
        } else if (id.equals("binary")) {
            send(exchange, 200, Map.of("Name", id, "SecretBinary", "aHVudGVyMg=="));
        } else if (secrets.containsKey(id)) {
            send(exchange, 200, Map.of("Name", id, "SecretString", Objects.requireNonNull(secrets.get(id))));
        } else {
            send(exchange, 400, Map.of("__type", refusal(id), "message", "refused"));
        }
    }

    private static String refusal(String id) {
        return switch (id) {
            case "denied" -> "AccessDeniedException";
            case "expired" -> "ExpiredTokenException";
            default -> "ResourceNotFoundException";
        };
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    void stop() {
        http.stop(0);
    }

    @Override
    public void close() {
        stop();
        replaced.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        replaced.clear();
    }
}
