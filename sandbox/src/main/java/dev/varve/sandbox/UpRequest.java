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
    /** As it was. */
    static final UpRequest SAME = new UpRequest(PortWishes.NONE, Set.of(), Optional.empty());

    UpRequest {
        servers = Set.copyOf(servers);
    }

    /** The lake at this place, and else as it was. */
    static UpRequest with(SandboxLake lake) {
        return new UpRequest(PortWishes.NONE, Set.of(), Optional.of(lake));
    }

    boolean needsS3(SandboxLake before) {
        return servers.contains(ExtraServer.s3) || lake.orElse(before) == SandboxLake.s3;
    }
}
