package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ports that a user asks for. A server without one keeps the port that it had, or takes a free one.
 *
 * @param mysql for MariaDB
 * @param postgres for Postgres
 * @param s3 for the S3 server
 */
record PortWishes(Optional<Integer> mysql, Optional<Integer> postgres, Optional<Integer> s3) {
    static final String MYSQL_OPTION = "--mysql-port";
    static final String POSTGRES_OPTION = "--postgres-port";
    static final String S3_OPTION = "--s3-port";
    static final PortWishes NONE = new PortWishes(Optional.empty(), Optional.empty(), Optional.empty());

    PortWishes {
        mysql.ifPresent(port -> check(MYSQL_OPTION, port));
        postgres.ifPresent(port -> check(POSTGRES_OPTION, port));
        s3.ifPresent(port -> check(S3_OPTION, port));
        Set<Integer> seen = new HashSet<>();
        Stream.of(mysql, postgres, s3).flatMap(Optional::stream).forEach(port -> {
            if (!seen.add(port)) {
                throw VarveException.usage("Cannot start two servers on port " + port + ". Give each its own.");
            }
        });
    }

    /** The wish for the S3 server alone. */
    PortWishes ofS3() {
        return new PortWishes(Optional.empty(), Optional.empty(), s3);
    }

    private static void check(String option, int port) {
        if (port < 1 || port > 65535) {
            throw VarveException.usage(
                    "Cannot use " + option + " " + port + ": a port is a number from 1 to 65535. Correct it.");
        }
    }
}
