package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.sandbox.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rebuild applies every manifest in one transaction, and the last is to cost what the first ones did. */
class TemporaryTablesIT {
    /** Where each row of the catalogue lies that speaks of a temporary table, and what the transaction holds locks on. */
    private static final String TRACES = """
            SELECT 'class ' || relname || ' ' || relfilenode || ' ' || ctid FROM pg_class WHERE relnamespace = pg_my_temp_schema()
            UNION ALL SELECT 'type ' || typname || ' ' || ctid FROM pg_type WHERE typnamespace = pg_my_temp_schema()
            UNION ALL SELECT 'statistics ' || tablename || ' ' || attname FROM pg_stats
            WHERE schemaname = (SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema())
            UNION ALL SELECT 'locks ' || count(*) FROM pg_locks WHERE pid = pg_backend_pid()
            ORDER BY 1
            """;

    private Connection connection;
    private TemporaryTables tables;

    @BeforeEach
    void begin() throws SQLException {
        connection = WarehouseConnections.open(TestServers.shared().warehouse());
        connection.setAutoCommit(false);
        tables = new TemporaryTables(connection);
    }

    @AfterEach
    void end() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void aManifestLeavesNothingForTheNextToReadPast() throws SQLException {
        List<List<String>> traces = new ArrayList<>();
        for (int manifest = 1; manifest <= 50; manifest++) {
            for (int table = 0; table < 3; table++) {
                TemporaryTables.Of work = tables.of(table);
                fill(work.stage(), manifest, 10);
                fill(work.action(), manifest, 10);
                fill(work.resolved(), manifest, 10);
            }
            traces.add(Sql.query(connection, TRACES, row -> row.getString(1)));
        }

        assertThat(traces.get(1))
                .anyMatch(trace -> trace.startsWith("class varve_stage_2 "))
                .noneMatch(trace -> trace.startsWith("statistics "));
        assertThat(traces.subList(1, 50)).containsOnly(traces.get(1));
        assertThat(rows("varve_action_1")).hasSize(10).allMatch(row -> row.startsWith("50 "));
    }

    @Test
    void theRowsOfALargeManifestAreKnownToThePlanner() throws SQLException {
        fill("varve_stage_0", 1, 1000);

        assertThat(Sql.query(connection, TRACES, row -> row.getString(1)))
                .contains("statistics varve_stage_0 manifest", "statistics varve_stage_0 n");
    }

    @Test
    void aModelMayYieldOtherColumnsSinceAManifest() throws SQLException {
        fill("varve_stage_0", 1, 1);
        tables.fill("varve_stage_0", "SELECT ?::text AS name", "Nut");
        assertThat(rows("varve_stage_0")).containsExactly("Nut");

        fill("varve_stage_0", 3, 1);
        assertThat(rows("varve_stage_0")).containsExactly("3 1");
    }

    private void fill(String table, int manifest, int rows) throws SQLException {
        tables.fill(table, "SELECT ?::int AS manifest, n FROM generate_series(1, ?) n", manifest, rows);
        tables.analyze(table, rows);
    }

    private List<String> rows(String table) throws SQLException {
        return Sql.query(
                connection,
                "SELECT concat_ws(' ', VARIADIC array(SELECT value FROM json_each_text(row_to_json(t))))" + " FROM "
                        + table + " t",
                row -> row.getString(1));
    }
}
