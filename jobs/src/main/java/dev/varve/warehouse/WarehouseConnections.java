package dev.varve.warehouse;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.TlsFailure;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens connections to the Postgres warehouse, their zone pinned to UTC. */
public final class WarehouseConnections {
    private WarehouseConnections() {}

    /**
     * A connection in autocommit mode.
     *
     * @throws VarveException with one line that names the server and what to check
     */
    public static Connection open(Endpoint endpoint) {
        if (!endpoint.url().startsWith("jdbc:postgresql:")) {
            throw VarveException.usage("Cannot connect to " + endpoint.display()
                    + ": a warehouse needs a URL that starts with jdbc:postgresql://. Correct the URL.");
        }
        Properties properties = properties(endpoint);
        try {
            Connection connection = DriverManager.getConnection(endpoint.url(), properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SET TIME ZONE 'UTC'"); // the driver asks for the process's zone, whatever the properties
            }
            return connection;
        } catch (SQLException e) {
            String message = "Cannot connect to the warehouse at " + endpoint.display() + ": ";
            throw e.getSQLState() == null
                            || e.getSQLState().equals("08000")
                            || e.getSQLState().equals("99999")
                    ? VarveException.failed(message + "the URL cannot be used. Check it.") // a driver quotes it whole
                    : VarveException.failed(message + reason(e), e);
        }
    }

    private static Properties properties(Endpoint endpoint) {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password().reveal());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "varve");
        endpoint.tls().map(WarehouseTls::properties).ifPresent(properties::putAll);
        return properties;
    }

    private static String reason(SQLException e) {
        return TlsFailure.reason(e).orElseGet(() -> otherReason(e));
    }

    private static String otherReason(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "access denied. Check the user and the password.";
        }
        if (state.equals("3D000")) {
            return "the server has no such database. Check the URL's database name.";
        }
        if (state.startsWith("08")) {
            return "no server answers there. Check the URL, and that the server is up.";
        }
        return Sql.reason(e);
    }
}
