package dev.varve.lake;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Writes of whole objects that S3 itself refuses unless a condition holds. A write whose answer was lost is sent again by the
 * SDK, and then refused because of itself; a mark in the object's metadata tells it from somebody else's.
 *
 * @param client the client to write with
 * @param bucket the bucket
 */
record ConditionalPut(S3Client client, String bucket) {
    /** Set by name: clusters have versions of the SDK that know these headers on some requests only. */
    static final String IF_MATCH = "If-Match";

    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String MARK = "varve-write";
    private static final int TRIES = 8;
    private static final long FIRST_PAUSE_MILLIS = 20;

    /** Creates an object; false if there is one. */
    boolean ifAbsent(String key, byte[] content) {
        return put(key, content, IF_NONE_MATCH, "*");
    }

    /** Replaces an object of that tag; false if it has another or is gone. */
    boolean ifTagged(String key, String tag, byte[] content) {
        return put(key, content, IF_MATCH, tag);
    }

    private boolean put(String key, byte[] content, String condition, String value) {
        String mark = UUID.randomUUID().toString();
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .metadata(Map.of(MARK, mark))
                .overrideConfiguration(override -> override.putHeader(condition, value))
                .build();
        for (int tries = 1; ; tries++) {
            try {
                client.putObject(request, RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception e) {
                switch (e.statusCode()) {
                    case S3Failure.PRECONDITION_FAILED -> {
                        return mark(key).filter(mark::equals).isPresent();
                    }
                    case S3Failure.CONFLICT -> awaitOtherWrite(tries, e);
                    case S3Failure.NOT_FOUND -> {
                        if (S3Failure.isMissingBucket(e)) {
                            throw e;
                        }
                        return false; // the object that was to be replaced
                    }
                    default -> throw e;
                }
            }
        }
    }

    /** S3 asks for another try while a write of the same object is under way. */
    private static void awaitOtherWrite(int tries, S3Exception conflict) {
        if (tries == TRIES) {
            throw conflict;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << tries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw conflict;
        }
    }

    private Optional<String> mark(String key) {
        try {
            return Optional.ofNullable(
                    client.headObject(request -> request.bucket(bucket).key(key))
                            .metadata()
                            .get(MARK));
        } catch (S3Exception e) {
            if (e.statusCode() == S3Failure.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
