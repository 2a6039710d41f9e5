package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.VarveException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object store in a bucket of S3, or of a store that keeps S3's promises: reads and lists show every write before them, and
 * {@code If-None-Match} and {@code If-Match} are obeyed for PUT and DELETE.
 */
final class S3Store implements ObjectStore {
    private final URI root;
    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final ConditionalPut puts;

    private S3Store(URI root, S3Client client) {
        this.root = root;
        this.client = client;
        this.bucket = root.getAuthority();
        this.prefix = root.getPath().isEmpty() ? "" : root.getPath().substring(1) + "/";
        this.puts = new ConditionalPut(client, bucket);
    }

    static S3Store at(URI root, S3Settings settings) {
        try {
            return new S3Store(root, S3Clients.of(settings));
        } catch (SdkException e) {
            throw S3Failure.of("reach", root.toString(), e);
        } catch (LinkageError e) { // of a cluster's own SDK
            throw VarveException.usage(
                    "Cannot reach " + root + ": the AWS SDK for Java 2 on the class path is missing or"
                            + " older than 2.26 (" + e + "). Give spark-submit a newer one by --packages or --jars.");
        }
    }

    @Override
    public Optional<byte[]> read(String path) {
        return told("read", path, () -> get(path).map(ResponseBytes::asByteArray));
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) {
        return told("write", path, () -> puts.ifAbsent(prefix + path, content));
    }

    @Override
    public boolean replace(String path, byte[] expected, byte[] content) {
        return told(
                "write",
                path,
                () -> tagOf(path, expected)
                        .map(tag -> puts.ifTagged(prefix + path, tag, content))
                        .orElse(false));
    }

    @Override
    public boolean delete(String path, byte[] expected) {
        return told(
                "delete",
                path,
                () -> tagOf(path, expected).map(tag -> deleteTagged(path, tag)).orElse(false));
    }

    @Override
    public List<String> list(String folder) {
        String start = prefix + folder + "/";
        return told(
                "list",
                folder,
                () -> client
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket).prefix(start).delimiter("/"))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(key -> key.substring(start.length()))
                        .filter(name -> !name.isEmpty() && !name.startsWith("."))
                        .sorted()
                        .toList());
    }

    /** The tag of an object whose content is what is expected. */
    private Optional<String> tagOf(String path, byte[] expected) {
        return get(path)
                .filter(found -> Arrays.equals(found.asByteArrayUnsafe(), expected))
                .map(found -> found.response().eTag());
    }

    private Optional<ResponseBytes<GetObjectResponse>> get(String path) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(prefix + path)));
        } catch (S3Exception e) {
            if (e.statusCode() == S3Failure.NOT_FOUND && !S3Failure.isMissingBucket(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean deleteTagged(String path, String tag) {
        try {
            client.deleteObject(request -> request.bucket(bucket)
                    .key(prefix + path)
                    .overrideConfiguration(override -> override.putHeader(ConditionalPut.IF_MATCH, tag)));
            return true;
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case S3Failure.NOT_FOUND ->
                    true; // of an attempt whose answer was lost, since it was there a moment ago
                case S3Failure.PRECONDITION_FAILED, S3Failure.CONFLICT -> false;
                default -> throw e;
            };
        }
    }

    private <T> T told(String verb, String path, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw S3Failure.of(verb, root + "/" + path, e);
        }
    }
}
