package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** The process's clients for S3, one for each way to reach a store. */
final class S3Clients {
    private static final Map<Access, S3Client> CLIENTS = new ConcurrentHashMap<>();

    /** Tries of one request, with pauses that double: some ten seconds in all, half a minute where S3 asks for patience. */
    static final int ATTEMPTS = 8;

    private static final BackoffStrategy PAUSES =
            BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final BackoffStrategy PATIENT_PAUSES =
            BackoffStrategy.exponentialDelayHalfJitter(Duration.ofMillis(500), Duration.ofSeconds(15));

    private static final Duration ONE_ATTEMPT = Duration.ofSeconds(20);
    private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(60);

    private S3Clients() {}

    static S3Client of(S3Settings settings) {
        Optional<String> keyId = settings.keys().map(S3Settings.AccessKeys::id);
        Access access = new Access(settings.endpoint(), settings.region(), settings.addressing(), keyId);
        return CLIENTS.computeIfAbsent(access, unused -> open(settings));
    }

    /** What tells one way to reach a store from another: secrets are not compared. */
    private record Access(
            Optional<URI> endpoint,
            Optional<String> region,
            S3Settings.Addressing addressing,
            Optional<String> keyId) {}

    private static S3Client open(S3Settings settings) {
        return S3Client.builder()
                // Named, since the SDK's bundle of a cluster holds several and the SDK chooses none of them.
                .httpClientBuilder(ApacheHttpClient.builder())
                .region(region(settings))
                .credentialsProvider(credentials(settings))
                .applyMutation(builder -> settings.endpoint()
                        .ifPresentOrElse(builder::endpointOverride, () -> builder.crossRegionAccessEnabled(true)))
                .forcePathStyle(settings.addressing() == S3Settings.Addressing.PATH)
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(ATTEMPTS)
                                .backoffStrategy(PAUSES)
                                .throttlingBackoffStrategy(PATIENT_PAUSES))
                        .apiCallAttemptTimeout(ONE_ATTEMPT)
                        .apiCallTimeout(ALL_ATTEMPTS)
                        .addExecutionInterceptor(new S3Requests.Counter()))
                .build();
    }

    /** A bucket of another region is found from any; a store of one's own only wants to be told some region. */
    private static Region region(S3Settings settings) {
        return knownRegion(settings).orElse(Region.US_EAST_1);
    }

    /** The region that the settings name, or that the SDK finds. */
    static Optional<Region> knownRegion(S3Settings settings) {
        return settings.region().map(Region::of).or(S3Clients::regionOfSdk);
    }

    private static Optional<Region> regionOfSdk() {
        try {
            return Optional.of(new DefaultAwsRegionProviderChain().getRegion());
        } catch (SdkClientException e) { // nobody names one
            return Optional.empty();
        }
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.keys()
                .<AwsCredentialsProvider>map(keys -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.id(), keys.secret().reveal())))
                .orElseGet(DefaultCredentialsProvider::create);
    }
}
