package dev.varve.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Stands between a client and an S3 server, passes requests on, and lets some of them go wrong. It passes writes on one after
 * the other: S3 decides conditional writes so, while S3Mock lets several that arrive at the same instant win.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Set<String> OF_A_CONNECTION =
            Set.of("host", "connection", "content-length", "expect", "upgrade");
    private static final int CUT_AFTER = 16;

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Lock writes = new ReentrantLock();

    /** What goes wrong. */
    enum Kind {
        /** The answer is 403 AccessDenied. */
        FORBIDDEN,
        /** The answer is 503 SlowDown. */
        UNAVAILABLE,
        /** The answer is 409 ConditionalRequestConflict, as while another write is under way. */
        CONFLICT,
        /** The connection ends while the request's body is under way; the server hears nothing. */
        CUT_UPLOAD,
        /** The server does what it is asked, and the connection ends before its answer arrives. */
        LOST_ANSWER,
        /** Nothing, yet something else happened first. */
        LATE
    }

    /** A fault that is waiting for its requests; says how many it has met. */
    static final class Fault {
        private final Kind kind;
        private final Pattern request;
        private final int times;
        private final Runnable first;
        private final AtomicInteger met = new AtomicInteger();

        private Fault(Kind kind, Pattern request, int times, Runnable first) {
            this.kind = kind;
            this.request = request;
            this.times = times;
            this.first = first;
        }

        /** How many requests went wrong by it. */
        int met() {
            return Math.min(times, met.get());
        }

        private boolean meets(String line) {
            return request.matcher(line).find() && met.incrementAndGet() <= times;
        }
    }

    private FaultProxy(URI target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    public static FaultProxy before(URI target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FaultProxy proxy = new FaultProxy(target, server);
        server.createContext("/", proxy::handle);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Lets the next requests go wrong whose method and path, such as {@code PUT /bucket/key}, hold a pattern. */
    Fault inject(Kind kind, String request, int times) {
        return add(new Fault(kind, Pattern.compile(request), times, () -> {}));
    }

    /** Lets something happen when the next such request has arrived and is not yet passed on. */
    Fault delay(String request, Runnable first) {
        return add(new Fault(Kind.LATE, Pattern.compile(request), 1, first));
    }

    private Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    /** From now on nothing goes wrong. */
    void heal() {
        faults.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            for (Fault fault : faults) {
                if (fault.meets(line)) {
                    fault.first.run();
                    goWrong(fault.kind, exchange);
                    return;
                }
            }
            answer(exchange, forward(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goWrong(Kind kind, HttpExchange exchange) throws IOException, InterruptedException {
        switch (kind) {
            case FORBIDDEN -> refuse(exchange, 403, "AccessDenied");
            case UNAVAILABLE -> refuse(exchange, 503, "SlowDown");
            case CONFLICT -> refuse(exchange, 409, "ConditionalRequestConflict");
            case CUT_UPLOAD -> exchange.getRequestBody().readNBytes(CUT_AFTER);
            case LOST_ANSWER -> forward(exchange);
            case LATE -> answer(exchange, forward(exchange));
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = "<Error><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code, code)
                .getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        boolean read = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
        if (!read) {
            writes.lock();
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } finally {
            if (!read) {
                writes.unlock();
            }
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("transfer-encoding")
                    && !lower.equals("connection")
                    && (head || !lower.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.statusCode(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
