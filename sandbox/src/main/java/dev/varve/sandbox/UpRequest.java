package dev.varve.sandbox;

import java.util.Optional;
import java.util.Set;

/**
 * What a sandbox is to be, beside MariaDB and Postgres, when it is up.
 *
 * @param ports where the servers are to listen
 * @param servers those that are to run even if the lake needs none of them
 * @param lake where the lake is to be from now on; where it was if empty
 */
record UpRequest(PortWishes ports, Set<ExtraServer> servers, Optional<SandboxLake> lake) {
    UpRequest {
        servers = Set.copyOf(servers);
    }

    /** As it was, and the server that a lake at this place needs. */
    static UpRequest serving(SandboxLake lake) {
        Set<ExtraServer> servers = lake == SandboxLake.s3 ? Set.of(ExtraServer.s3) : Set.of();
        return new UpRequest(PortWishes.NONE, servers, Optional.empty());
    }

    boolean needsS3(SandboxLake before) {
        return servers.contains(ExtraServer.s3) || lake.orElse(before) == SandboxLake.s3;
    }
}
