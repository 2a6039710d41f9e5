package dev.varve.sandbox;

import dev.varve.pipeline.Endpoint;
import dev.varve.source.MySqlConnections;
import dev.varve.source.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The database that a fixture's pipelines read.
 *
 * @param server on which of the shared servers
 * @param database its name
 */
record TestSource(Server server, String database) {
    /** The shared servers that can be read. */
    enum Server {
        MARIADB {
            @Override
            Endpoint endpoint() {
                return TestServers.shared().source();
            }

            @Override
            Connection connect(Endpoint endpoint) {
                return MySqlConnections.open(endpoint);
            }
        },
        /** It is the warehouses' server too. */
        POSTGRES {
            @Override
            Endpoint endpoint() {
                return TestServers.shared().warehouse();
            }

            @Override
            Connection connect(Endpoint endpoint) {
                return PostgresConnections.open(endpoint, PostgresConnections.Role.SOURCE);
            }
        };

        abstract Endpoint endpoint();

        abstract Connection connect(Endpoint endpoint);
    }

    /** Makes the database anew, empty. */
    void create() {
        try (Connection connection = server.connect(server.endpoint())) {
            Rows.execute(connection, "DROP DATABASE IF EXISTS " + database, "CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it is, for a pipeline. */
    Endpoint endpoint() {
        return PipelineFixture.at(server.endpoint(), database);
    }

    Connection connect() {
        return server.connect(endpoint());
    }
}
