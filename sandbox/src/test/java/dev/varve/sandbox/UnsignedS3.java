package dev.varve.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Requests as S3's clients make them, without signatures; an answer is its status and body as one text. */
final class UnsignedS3 {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private UnsignedS3() {}

    static String get(URI endpoint, String path) {
        return answer(HttpRequest.newBuilder(endpoint.resolve(path)).build());
    }

    static String put(URI endpoint, String path, String body) {
        return answer(HttpRequest.newBuilder(endpoint.resolve(path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String answer(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
