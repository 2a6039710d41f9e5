package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.FileUtils;

/**
 * The S3 server: S3Mock as a process of its own on 127.0.0.1, its objects kept under one folder. It outlives the process
 * that started it, and takes any credentials.
 */
public final class S3Server implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Short, so that a process that ends while something silent has its port is noticed. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();

    private final Path folder;
    private final S3Account account;

    private S3Server(Path folder, S3Account account) {
        this.folder = folder;
        this.account = account;
    }

    /**
     * Starts a server with new keys on a free port and returns when it answers.
     *
     * @param folder for its data; created if missing
     * @throws VarveException if it does not start
     */
    public static S3Server start(Path folder) {
        return Ports.inTurn(
                () -> start(folder.toAbsolutePath(), S3Account.fresh().onFreePort(Set.of())));
    }

    /** Returns when the folder's server answers and has the lake's buckets; starts it unless it runs. */
    static S3Server start(Path folder, S3Account account) {
        S3Server server = new S3Server(folder, account);
        if (server.process().running().isEmpty()) {
            S3Launcher.launch(folder, account.server().port());
        }
        try {
            server.awaitAnswer();
            server.createBucket(S3Account.RAW_BUCKET);
            server.createBucket(S3Account.PROCESSED_BUCKET);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Creates a bucket unless it is there. */
    public void createBucket(String name) {
        HttpRequest request =
                request("/" + name).PUT(HttpRequest.BodyPublishers.noBody()).build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK && response.statusCode() != CONFLICT) {
                throw VarveException.failed("Cannot create the bucket " + name + ": the S3 server at "
                        + account.endpoint() + " answers " + response.statusCode() + " " + response.body() + ". See "
                        + S3Launcher.logFile(folder) + ".");
            }
        } catch (IOException e) {
            throw VarveException.failed(
                    "Cannot create the bucket " + name + ": " + e + ". See " + S3Launcher.logFile(folder) + ".", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Where it listens, such as {@code http://127.0.0.1:29000}. */
    public URI endpoint() {
        return URI.create(account.endpoint());
    }

    /** The environment that leads AWS's SDKs and a pipeline's lake to this server. */
    public Map<String, String> variables() {
        return account.variables();
    }

    ServerProcess process() {
        return ServerProcess.s3(folder);
    }

    /** Stops the server and returns when its process is gone; the objects stay. */
    @Override
    public void close() {
        process().stop();
        FileUtils.deleteQuietly(S3Launcher.temporaryFiles(folder).toFile());
    }

    private void awaitAnswer() {
        Patience.until(() -> answers() || process().running().isEmpty(), START);
        if (process().running().isEmpty() || !answers()) {
            String fate = process().running().isEmpty() ? "ended" : "does not answer";
            throw VarveException.failed("Cannot start the S3 server on " + account.endpoint() + ": its process " + fate
                    + ". The end of " + LogTail.of(S3Launcher.logFile(folder)));
        }
    }

    private boolean answers() {
        try {
            HttpResponse<String> response =
                    HTTP.send(request("/").timeout(FIRST_ANSWER).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK && response.body().contains("ListAllMyBucketsResult");
        } catch (IOException e) {
            return false; // not yet
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(account.endpoint() + path)).timeout(ANSWER);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the S3 server", e);
    }
}
