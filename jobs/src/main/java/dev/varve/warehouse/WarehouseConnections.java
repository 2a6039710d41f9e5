package dev.varve.warehouse;

import dev.varve.pipeline.Endpoint;
import dev.varve.source.PostgresConnections;
import java.sql.Connection;

/** Opens connections to the Postgres warehouse, their zone pinned to UTC. */
public final class WarehouseConnections {
    private WarehouseConnections() {}

    /**
     * A connection in autocommit mode.
     *
     * @throws dev.varve.pipeline.VarveException with one line that names the server and what to check
     */
    public static Connection open(Endpoint endpoint) {
        return PostgresConnections.open(endpoint, PostgresConnections.Role.WAREHOUSE);
    }
}
