package dev.varve.sandbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the servers are to listen. */
final class PortOptions {
    @Option(
            names = PortWishes.MYSQL_OPTION,
            paramLabel = "PORT",
            description =
                    "The port of MariaDB on 127.0.0.1, kept for later starts (default: 23306 or a free one above).")
    private @Nullable Integer mysql;

    @Option(
            names = PortWishes.POSTGRES_OPTION,
            paramLabel = "PORT",
            description =
                    "The port of Postgres on 127.0.0.1, kept for later starts (default: 25432 or a free one above).")
    private @Nullable Integer postgres;

    @Option(
            names = PortWishes.S3_OPTION,
            paramLabel = "PORT",
            description =
                    "The port of the S3 server on 127.0.0.1, kept for later starts (default: 29000 or a free one above).")
    private @Nullable Integer s3;

    PortWishes wishes() {
        return new PortWishes(Optional.ofNullable(mysql), Optional.ofNullable(postgres), Optional.ofNullable(s3));
    }
}
