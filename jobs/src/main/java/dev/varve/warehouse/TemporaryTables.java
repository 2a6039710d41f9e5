package dev.varve.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The temporary tables that a load works with. A transaction may apply hundreds of manifests, and each table that it creates
 * holds entries of the server's lock table until it ends, so that each is used again.
 */
final class TemporaryTables {
    private static final List<String> NAMES = List.of("varve_stage", "varve_action", "varve_resolved");

    private TemporaryTables() {}

    /** Fills a table with the rows of a query, after creating it unless it is there from an earlier manifest. */
    static void fill(Connection connection, String table, String query, Object... values) throws SQLException {
        String head = exists(connection, table)
                ? "INSERT INTO " + table + " "
                : "CREATE TEMPORARY TABLE " + table + " ON COMMIT DROP AS ";
        Sql.update(connection, head + query, values);
    }

    /** Brings the tables of a warehouse table back that an earlier manifest of this transaction has set aside, empty. */
    static void bring(Connection connection, String owner) throws SQLException {
        for (String table : NAMES) {
            rename(connection, aside(table, owner), table);
        }
    }

    /** Empties the tables of a warehouse table and gives their names to those of the next one. */
    static void setAside(Connection connection, String owner) throws SQLException {
        for (String table : NAMES) {
            if (rename(connection, table, aside(table, owner))) {
                Sql.update(connection, "TRUNCATE " + aside(table, owner));
            }
        }
    }

    /** Drops a table of an earlier step of the same transaction. */
    static void drop(Connection connection, String table) throws SQLException {
        Sql.update(connection, "DROP TABLE IF EXISTS pg_temp." + table);
    }

    private static String aside(String table, String owner) {
        return table + "_" + owner;
    }

    private static boolean rename(Connection connection, String from, String to) throws SQLException {
        boolean exists = exists(connection, from);
        if (exists) {
            Sql.update(connection, "ALTER TABLE pg_temp." + from + " RENAME TO " + to);
        }
        return exists;
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        return Sql.query(connection, "SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), "pg_temp." + table)
                .get(0);
    }
}
