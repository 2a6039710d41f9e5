package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Tells Hadoop's S3A what {@link S3Clients} knows, bucket by bucket; what a user configured for S3A itself stays. */
final class S3Hadoop {
    private S3Hadoop() {}

    static void configure(Configuration configuration, Layout layout) {
        for (URI root : List.of(layout.raw(), layout.processed())) {
            if ("s3a".equals(root.getScheme())) {
                configure(configuration, root.getAuthority(), layout.s3());
            }
        }
    }

    private static void configure(Configuration configuration, String bucketName, S3Settings settings) {
        String bucket = "fs.s3a.bucket." + bucketName + ".";
        settings.endpoint().ifPresent(endpoint -> configuration.set(bucket + "endpoint", endpoint.toString()));
        settings.region().ifPresent(region -> configuration.set(bucket + "endpoint.region", region));
        if (settings.addressing() == S3Settings.Addressing.PATH) {
            configuration.set(bucket + "path.style.access", "true");
        }
        settings.keys()
                .ifPresentOrElse(
                        keys -> {
                            configuration.set(
                                    bucket + "aws.credentials.provider", SimpleAWSCredentialsProvider.class.getName());
                            configuration.set(bucket + "access.key", keys.id());
                            configuration.set(
                                    bucket + "secret.key", keys.secret().reveal());
                        },
                        () -> configuration.setIfUnset(
                                bucket + "aws.credentials.provider", DefaultCredentialsProvider.class.getName()));
        // Every file that Spark creates has a name of its own, and Delta's commits are conditional.
        configuration.setIfUnset(bucket + "create.performance", "true");
        configuration.set("fs.s3a.audit.execution.interceptors", S3Requests.Counter.class.getName());
    }
}
