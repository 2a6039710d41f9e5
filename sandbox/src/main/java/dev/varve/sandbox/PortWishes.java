package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.util.Optional;

/**
 * The ports that a user asks for. A server without one keeps the port that it had, or takes a free one.
 *
 * @param mysql for MariaDB
 * @param postgres for Postgres
 */
record PortWishes(Optional<Integer> mysql, Optional<Integer> postgres) {
    static final String MYSQL_OPTION = "--mysql-port";
    static final String POSTGRES_OPTION = "--postgres-port";
    static final PortWishes NONE = new PortWishes(Optional.empty(), Optional.empty());

    PortWishes {
        mysql.ifPresent(port -> check(MYSQL_OPTION, port));
        postgres.ifPresent(port -> check(POSTGRES_OPTION, port));
        if (mysql.isPresent() && mysql.equals(postgres)) {
            throw VarveException.usage("Cannot start both servers on port " + mysql.get() + ". Give them two ports.");
        }
    }

    private static void check(String option, int port) {
        if (port < 1 || port > 65535) {
            throw VarveException.usage(
                    "Cannot use " + option + " " + port + ": a port is a number from 1 to 65535. Correct it.");
        }
    }
}
