package dev.varve.sandbox;

import dev.varve.pipeline.VarveException;
import java.util.Arrays;

/** A server that is started only when it is named, or when the lake is on it; the constants are as they are typed. */
enum ExtraServer {
    s3;

    static ExtraServer named(String name) {
        return Arrays.stream(values())
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> VarveException.usage("Cannot start " + name + ": the sandbox has no such server. MariaDB"
                                + " and Postgres always start; name none or: " + Arrays.toString(values()) + "."));
    }
}
