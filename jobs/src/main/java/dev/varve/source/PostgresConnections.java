package dev.varve.source;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.TlsFailure;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens connections to Postgres servers, sources and warehouses alike, their zone pinned to UTC. */
public final class PostgresConnections {
    /** What a server is to a pipeline. */
    public enum Role {
        SOURCE("source", "a Postgres source"),
        WAREHOUSE("warehouse", "a warehouse");

        private final String word;
        private final String kind;

        Role(String word, String kind) {
            this.word = word;
            this.kind = kind;
        }

        /** As messages call it. */
        String word() {
            return word;
        }
    }

    private PostgresConnections() {}

    /**
     * A connection in autocommit mode.
     *
     * @throws VarveException with one line that names the server and what to check
     */
    public static Connection open(Endpoint endpoint, Role role) {
        if (!endpoint.url().startsWith("jdbc:postgresql:")) {
            throw VarveException.usage("Cannot connect to " + endpoint.display() + ": " + role.kind
                    + " needs a URL that starts with jdbc:postgresql://. Correct the URL.");
        }
        Properties properties = properties(endpoint, role);
        try {
            Connection connection = DriverManager.getConnection(endpoint.url(), properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SET TIME ZONE 'UTC'"); // the driver asks for the process's zone, whatever the properties
            }
            return connection;
        } catch (SQLException e) {
            String message = "Cannot connect to the " + role.word + " at " + endpoint.display() + ": ";
            throw e.getSQLState() == null
                            || e.getSQLState().equals("08000")
                            || e.getSQLState().equals("99999")
                    ? VarveException.failed(message + "the URL cannot be used. Check it.") // a driver quotes it whole
                    : VarveException.failed(message + reason(e), e);
        }
    }

    private static Properties properties(Endpoint endpoint, Role role) {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password().reveal());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "varve");
        if (role == Role.SOURCE) {
            properties.setProperty("currentSchema", "public"); // unless the URL says another
        }
        endpoint.tls().map(PostgresTls::properties).ifPresent(properties::putAll);
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
        return VarveException.firstLine(e);
    }
}
