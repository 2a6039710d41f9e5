package dev.varve.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One connection in a repeatable-read transaction, whose first query took the snapshot that all later ones see. */
final class PostgresSnapshot implements SourceSnapshot {
    private static final int PAGE = 1_000;
    private static final String NOT_ALLOWED = "42501";

    /**
     * With row_security off, a policy that would hide rows, such as below a view, is an error. With a positive number of extra
     * digits floating-point numbers come exactly; zero is rounding. A read lasts as long as its rows take, and between two
     * tables the transaction is idle.
     */
    private static final String SETTINGS = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
            SET LOCAL row_security = off;
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL extra_float_digits = 1;
            SET LOCAL statement_timeout = 0;
            SET LOCAL idle_in_transaction_session_timeout = 0
            """;

    /** It takes the snapshot, and tells when the transaction had begun, which is just before. The timeout came with version 17. */
    private static final String FIRST_QUERY = """
            SELECT transaction_timestamp(), coalesce(current_schema(), ''),
                   (SELECT set_config(name, '0', true) FROM pg_settings WHERE name = 'transaction_timeout')
            """;

    private final Connection connection;
    private final Endpoint endpoint;
    private final PostgresCatalogue catalogue;
    private final TableQuery.Dialect dialect;
    private final Instant clock;
    private final OpenReads reads = new OpenReads();

    PostgresSnapshot(Connection connection, Endpoint endpoint) throws SQLException {
        this.connection = connection;
        this.endpoint = endpoint;
        // Else every statement is a transaction of its own: it reads live data, and is fetched whole, without an error.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            try (ResultSet row = statement.executeQuery(FIRST_QUERY)) {
                row.next();
                clock = row.getObject(1, OffsetDateTime.class).toInstant();
                String schema = row.getString(2);
                catalogue = new PostgresCatalogue(connection, endpoint, schema);
                dialect = new PostgresDialect(schema);
            }
        }
    }

    @Override
    public Instant clock() {
        return clock;
    }

    @Override
    public String consistency() {
        return "one_snapshot";
    }

    @Override
    public TableSchema schema(String table) {
        try {
            return catalogue.schema(table);
        } catch (SQLException e) {
            throw failed(table, e);
        }
    }

    @Override
    public boolean isKey(String table, List<String> columns) {
        try {
            return catalogue.isPrimaryKey(table, columns); // of a wider key the other columns may be NULL
        } catch (SQLException e) {
            throw failed(table, e);
        }
    }

    @Override
    public Dataset<Row> read(
            SparkSession spark, TableSchema schema, Optional<LowerBound> bound, long expected, LongConsumer progress) {
        return reads.dataset(spark, schema.struct(), expected, () -> rows(schema, bound, progress));
    }

    private Iterator<Row> rows(TableSchema schema, Optional<LowerBound> bound, LongConsumer progress) {
        try {
            PreparedStatement statement = TableQuery.of(schema, bound, dialect).prepare(connection);
            statement.setFetchSize(PAGE); // else the driver fetches all rows before it hands out the first
            return new SourceRows(schema, statement, statement.executeQuery(), PostgresTypes::getter, progress);
        } catch (SQLException e) {
            throw failed(schema.table(), e);
        }
    }

    @Override
    public OptionalLong estimate(TableSchema schema, Optional<LowerBound> bound) {
        TableQuery query = TableQuery.of(schema, bound, dialect).explained("EXPLAIN (FORMAT JSON)");
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return OptionalLong.of(new ObjectMapper()
                    .readTree(row.getString(1))
                    .at("/0/Plan/Plan Rows")
                    .asLong());
        } catch (SQLException e) {
            throw failed(schema.table(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The server's plan is no JSON", e);
        }
    }

    private static VarveException failed(String table, SQLException e) {
        String cure = NOT_ALLOWED.equals(e.getSQLState())
                ? " Grant SELECT on what it reads, or read as a user to whom no row-level security applies."
                : " Run again once the cause is gone.";
        return VarveException.failed(
                "Cannot read table " + table + ": " + VarveException.sentence(VarveException.firstLine(e)) + cure, e);
    }

    @Override
    public void close() {
        reads.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot close the read of " + endpoint.display() + ": " + VarveException.firstLine(e), e);
        }
    }
}
