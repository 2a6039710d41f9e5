package dev.varve.warehouse;

import dev.varve.pipeline.Fact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The records of a fact that keeps them all ({@code on_update: version}; design, section 4): each change of a source row adds
 * one, and a row that is gone, from the source or from the model, ends its newest. Reads the stage and the resolved rows, inside
 * the load's transaction.
 */
final class FactRecords {
    private final Connection connection;
    private final Staging staging;
    private final Fact fact;
    private final String table;
    private final List<String> columns;
    private final Undo undo;

    /**
     * For one fact.
     *
     * @param table its qualified and quoted name
     * @param columns those that the resolved rows have for it
     */
    FactRecords(Staging staging, Fact fact, String table, List<String> columns, Undo undo) {
        this.connection = staging.connection();
        this.staging = staging;
        this.undo = undo;
        this.fact = fact;
        this.table = table;
        this.columns = columns;
    }

    /** Adds a record for each row; it never begins before the one that it follows, or that one's end. Returns how many. */
    long add(String asOf) throws SQLException {
        return Sql.update(
                connection,
                """
                INSERT INTO %1$s (%2$s, recorded_at, loaded_as_of)
                SELECT %3$s, greatest(r.varve_effective_at, n.recorded_at + interval '1 microsecond', n.source_deleted_at), ?
                FROM %6$s r LEFT JOIN LATERAL (%4$s) n ON true ORDER BY %5$s
                """.formatted(
                                table,
                                Names.list(columns),
                                Names.list("r", columns),
                                newest("r"),
                                Names.list("r", fact.key()),
                                staging.resolved()),
                asOf);
    }

    /** Ends the newest record of each key that the source deleted, or that left the model; returns how many. */
    long end() throws SQLException {
        String newest = staging.stage() + " s CROSS JOIN LATERAL (" + newest("s") + ") n";
        String ended = "s.varve_op IN ('delete', 'remove') AND " + Names.equal("f", "s", fact.key())
                + " AND f.recorded_at = n.recorded_at AND f.source_deleted_at IS NULL";
        if (!undo.keep(fact.name(), "f", "'source_deleted'", table + " f CROSS JOIN " + newest + " WHERE " + ended)) {
            return 0;
        }
        return Sql.update(connection, """
                UPDATE %s f SET source_deleted_at = greatest(s.varve_effective_at, f.recorded_at + interval '1 microsecond')
                FROM %s WHERE %s
                """.formatted(table, newest, ended));
    }

    /** Makes sure that the newest record of each touched key is alive if the lake has the row, and no other key's is. */
    void check() throws SQLException {
        staging.checkNone(
                "key's newest record is not as the lake says",
                "keys' newest records are not as the lake says",
                "s",
                """
                %s s LEFT JOIN LATERAL (%s) n ON true
                WHERE (s.varve_op = 'upsert') <> (n.recorded_at IS NOT NULL AND n.source_deleted_at IS NULL)
                """.formatted(staging.stage(), newest("s")));
    }

    private String newest(String alias) {
        return "SELECT g.recorded_at, g.source_deleted_at FROM " + table + " g WHERE "
                + Names.equal("g", alias, fact.key()) + " ORDER BY g.recorded_at DESC LIMIT 1";
    }
}
