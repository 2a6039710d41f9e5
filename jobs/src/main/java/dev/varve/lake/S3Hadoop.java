package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Tells Hadoop's S3A what {@link S3Clients} knows, so that tables are reached as manifests are, bucket by bucket. What a user
 * configured for the bucket itself, by {@code fs.s3a.bucket.NAME.*}, stays.
 */
final class S3Hadoop {
    private static final String INTERCEPTORS = "fs.s3a.audit.execution.interceptors";

    private S3Hadoop() {}

    static void configure(Configuration configuration, Layout layout) {
        for (URI root : List.of(layout.raw(), layout.processed())) {
            if ("s3a".equals(root.getScheme())) {
                configure(configuration, "fs.s3a.bucket." + root.getAuthority() + ".", layout.s3());
            }
        }
    }

    private static void configure(Configuration configuration, String bucket, S3Settings settings) {
        settings.endpoint().ifPresent(endpoint -> configuration.setIfUnset(bucket + "endpoint", endpoint.toString()));
        S3Clients.knownRegion(settings)
                .map(Region::id)
                .ifPresent(region -> configuration.setIfUnset(bucket + "endpoint.region", region));
        if (settings.addressing() == S3Settings.Addressing.PATH) {
            configuration.setIfUnset(bucket + "path.style.access", "true");
        }
        settings.keys()
                .ifPresentOrElse(
                        keys -> {
                            configuration.setIfUnset(
                                    bucket + "aws.credentials.provider", SimpleAWSCredentialsProvider.class.getName());
                            configuration.setIfUnset(bucket + "access.key", keys.id());
                            configuration.setIfUnset(
                                    bucket + "secret.key", keys.secret().reveal());
                        },
                        () -> configuration.setIfUnset(
                                bucket + "aws.credentials.provider", DefaultCredentialsProvider.class.getName()));
        configuration.setIfUnset(bucket + "attempts.maximum", Integer.toString(S3Clients.ATTEMPTS));
        // Every file that Spark creates has a name of its own, and Delta's commits are conditional.
        configuration.setIfUnset(bucket + "create.performance", "true");
        // S3A looks for classes where its own came from, and the counter is in the jar that spark-submit was given.
        configuration.setIfUnset(bucket + "classloader.isolation", "false");
        configuration.setIfUnset(INTERCEPTORS, S3Requests.Counter.class.getName());
    }
}
