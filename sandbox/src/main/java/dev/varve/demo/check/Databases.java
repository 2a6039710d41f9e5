package dev.varve.demo.check;

import dev.varve.pipeline.Pipeline;
import dev.varve.source.MySqlConnections;
import dev.varve.warehouse.WarehouseConnections;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Both sides of a comparison.
 *
 * @param source the stock exchange, with the generator's books
 * @param warehouse in one transaction, so that all checks see the same state
 */
record Databases(Connection source, Connection warehouse) implements AutoCloseable {
    static Databases open(Pipeline pipeline) throws SQLException {
        Connection source = MySqlConnections.open(pipeline.source().endpoint());
        try {
            Connection warehouse =
                    WarehouseConnections.open(pipeline.warehouse().endpoint());
            warehouse.setReadOnly(true);
            warehouse.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            warehouse.setAutoCommit(false); // also what lets the driver stream a result
            return new Databases(source, warehouse);
        } catch (SQLException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            source.close();
        } finally {
            warehouse.close();
        }
    }
}
