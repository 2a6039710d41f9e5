package dev.varve.source;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.TlsFailure;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections to a MySQL-protocol server with every setting that could change a value pinned. */
public final class MySqlConnections {
    private static final String DRIVER = "com.mysql.cj.jdbc.Driver";
    private static final String ACCESS_DENIED = "28000";
    private static final int UNKNOWN_DATABASE = 1049;

    private MySqlConnections() {}

    /**
     * A connection whose session zone is UTC, where TINYINT(1) is a number and YEAR is a year.
     *
     * @throws VarveException (usage) if the driver is not there, else with one line that names the server and what to check
     */
    public static Connection open(Endpoint endpoint) {
        if (!endpoint.url().startsWith("jdbc:mysql:")) {
            throw VarveException.usage("Cannot connect to " + endpoint.display()
                    + ": a MySQL source needs a URL that starts with jdbc:mysql://. Correct the URL.");
        }
        requireDriver(endpoint);
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password().reveal());
        properties.setProperty("connectionTimeZone", "+00:00");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("processEscapeCodesForPrepStmts", "false"); // braces in a name are no JDBC escapes
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("characterEncoding", "UTF-8");
        // LOAD DATA LOCAL may send what the program streams, yet never a file: an empty path allows none.
        properties.setProperty("allowLoadLocalInfileInPath", "");
        endpoint.tls().map(MySqlTls::properties).ifPresent(properties::putAll);
        try {
            return DriverManager.getConnection(endpoint.url(), properties);
        } catch (SQLException e) {
            String message = "Cannot connect to the source at " + endpoint.display() + ": ";
            boolean answered =
                    e.getErrorCode() != 0 || String.valueOf(e.getSQLState()).startsWith("08");
            throw answered
                    ? VarveException.failed(message + reason(e), e)
                    : VarveException.failed(
                            message + "the URL cannot be used. Check it."); // a driver may quote it whole
        }
    }

    /** The jar for spark-submit leaves the driver out: docs/decisions/0005-the-jar-holds-no-mysql-driver.md. */
    private static void requireDriver(Endpoint endpoint) {
        try {
            Class.forName(DRIVER);
        } catch (ClassNotFoundException e) {
            throw VarveException.usage("Cannot connect to the source at " + endpoint.display() + ": " + DRIVER
                    + " is not on the class path. Give spark-submit --packages com.mysql:mysql-connector-j:9.5.0, or its"
                    + " jar by --jars.");
        }
    }

    private static String reason(SQLException e) {
        return TlsFailure.reason(e).orElseGet(() -> otherReason(e));
    }

    private static String otherReason(SQLException e) {
        if (ACCESS_DENIED.equals(e.getSQLState())) {
            return "access denied. Check the user and the password.";
        }
        if (e.getErrorCode() == UNKNOWN_DATABASE) {
            return "the server has no such database. Check the URL's database name.";
        }
        if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
            return "no server answers there. Check the URL, and that the server is up.";
        }
        return VarveException.firstLine(e);
    }
}
