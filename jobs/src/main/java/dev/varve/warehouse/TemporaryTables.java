package dev.varve.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The temporary tables that the loads of one transaction work with. A rebuild applies thousands of manifests in one, and each is
 * to cost the same: a table that is created holds entries of the server's lock table until the end, and one that is renamed or
 * dropped leaves a row in the catalogue that whoever looks the name up reads past. So a table is created once, under a name of
 * its own, and emptied for the next manifest, which writes nothing to the catalogue.
 */
final class TemporaryTables {
    /** Statistics of fewer rows change no plan for the better, and each time leave rows in the catalogue likewise. */
    private static final long WORTH_ANALYZING = 1000;

    private final Connection connection;
    private final Map<String, String> queries = new HashMap<>();

    /** For one transaction, which may create all of them. */
    TemporaryTables(Connection connection) {
        this.connection = connection;
    }

    /** The names of those of one warehouse table: its own may be too long to begin others with. */
    record Of(TemporaryTables tables, int number) {
        /** With the transaction. */
        Connection connection() {
            return tables.connection;
        }

        /** The rows of a round of a manifest. */
        String stage() {
            return "varve_stage_" + number;
        }

        /** The rows of all rounds, where there are several. */
        String rounds() {
            return "varve_rounds_" + number;
        }

        /** What is done for each key of a dimension. */
        String action() {
            return "varve_action_" + number;
        }

        /** The rows of a fact with their surrogate keys. */
        String resolved() {
            return "varve_resolved_" + number;
        }
    }

    /** Those of a warehouse table, by its place in the pipeline file. */
    Of of(int number) {
        return new Of(this, number);
    }

    /** Fills a table with the rows of a query, and with no others. A query of other columns than the last makes it anew. */
    void fill(String table, String query, Object... values) throws SQLException {
        if (query.equals(queries.get(table))) {
            Sql.update(connection, "TRUNCATE " + table);
            Sql.update(connection, "INSERT INTO " + table + " " + query, values);
            return;
        }
        if (queries.containsKey(table)) {
            drop(connection, table);
        }
        Sql.update(connection, "CREATE TEMPORARY TABLE " + table + " ON COMMIT DROP AS " + query, values);
        queries.put(table, query);
    }

    /** Lets the planner know a table that holds so many rows, or somewhat fewer. */
    void analyze(String table, long rows) throws SQLException {
        if (rows >= WORTH_ANALYZING) {
            Sql.update(connection, "ANALYZE " + table);
        }
    }

    /** Drops a table of an earlier step of the same transaction. */
    static void drop(Connection connection, String table) throws SQLException {
        Sql.update(connection, "DROP TABLE IF EXISTS pg_temp." + table);
    }
}
