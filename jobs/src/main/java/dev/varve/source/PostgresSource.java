package dev.varve.source;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.SQLException;

/** A Postgres server. All tables of an ingest are read over one connection in one consistent snapshot. */
final class PostgresSource implements Source {
    private final Endpoint endpoint;

    PostgresSource(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public SourceSnapshot open() {
        Connection connection = PostgresConnections.open(endpoint, PostgresConnections.Role.SOURCE);
        try {
            return new PostgresSnapshot(connection, endpoint);
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw VarveException.failed(
                    "Cannot open a consistent read of " + endpoint.display() + ": " + VarveException.firstLine(e), e);
        }
    }

    @Override
    public QueryRows query(ReadOnlyStatement statement) {
        return PostgresQuery.open(endpoint, PostgresConnections.Role.SOURCE, statement);
    }
}
