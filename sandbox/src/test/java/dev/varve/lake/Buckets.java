package dev.varve.lake;

import dev.varve.pipeline.S3Settings;
import dev.varve.pipeline.Secret;
import dev.varve.sandbox.FaultProxy;
import dev.varve.sandbox.S3Server;
import dev.varve.sandbox.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** The bucket that the tests of this package share. */
final class Buckets {
    private static final String BUCKET = "contracts";

    private Buckets() {}

    private static final class Holder {
        private static final S3Settings SETTINGS = settings();

        private static S3Settings settings() {
            S3Server server = TestServers.s3();
            server.createBucket(BUCKET);
            try {
                FaultProxy oneByOne = FaultProxy.before(server.endpoint());
                Runtime.getRuntime().addShutdownHook(new Thread(oneByOne::close));
                return new S3Settings(
                        Optional.of(oneByOne.endpoint()),
                        Optional.empty(),
                        S3Settings.Addressing.PATH,
                        Optional.of(new S3Settings.AccessKeys("any", new Secret("any"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A store at a root of the bucket where nothing is. */
    static ObjectStore emptyStore() {
        return ObjectStore.at(URI.create("s3a://" + BUCKET + "/" + UUID.randomUUID() + "/a-root"), Holder.SETTINGS);
    }
}
