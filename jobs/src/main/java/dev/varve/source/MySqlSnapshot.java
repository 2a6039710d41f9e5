package dev.varve.source;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.VarveException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One connection in a repeatable-read transaction that was started WITH CONSISTENT SNAPSHOT. */
final class MySqlSnapshot implements SourceSnapshot {
    private static final int TABLE_DENIED = 1142;
    private static final int COLUMN_DENIED = 1143;

    /** The catalogue compares names without regard to case, and on a server that does regard it the tables may be two. */
    private static final String OF_THE_TABLE = """
            WHERE table_schema = database() AND table_name = ?
              AND (@@lower_case_table_names > 0 OR CAST(table_name AS BINARY) = CAST(? AS BINARY))
            """;

    private static final String COLUMNS = """
            SELECT column_name, data_type, column_type, coalesce(numeric_precision, 0), coalesce(numeric_scale, 0)
            FROM information_schema.columns
            """ + OF_THE_TABLE + "ORDER BY ordinal_position";

    private static final String PRIMARY_KEY =
            "SELECT column_name FROM information_schema.statistics " + OF_THE_TABLE + "AND index_name = 'PRIMARY'";

    private final Connection connection;
    private final Endpoint endpoint;
    private final Instant clock;
    private final OpenReads reads = new OpenReads();
    private final List<SourceRows> opened = new CopyOnWriteArrayList<>();

    MySqlSnapshot(Connection connection, Endpoint endpoint) throws SQLException {
        this.connection = connection;
        this.endpoint = endpoint;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            try (ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(6)")) {
                row.next();
                clock = row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
            }
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
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
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement = ofTheTable(COLUMNS, table);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String lakeType = MySqlTypes.lakeType(
                        table, row.getString(1), row.getString(2), row.getString(3), row.getInt(4), row.getInt(5));
                columns.add(new Column(row.getString(1), row.getString(3), lakeType));
            }
        } catch (SQLException e) {
            throw failed(table, e);
        }
        if (columns.isEmpty()) {
            throw VarveException.usage("Cannot read table " + table + ": " + endpoint.display()
                    + (seesNoTable()
                            ? " has no tables at all, or may not see them. Create them, or grant SELECT; a new sandbox"
                                    + " is filled by ./varve datagen."
                            : " has no such table, or may not see it. Correct the pipeline file or grant SELECT."));
        }
        return new TableSchema(table, columns);
    }

    private boolean seesNoTable() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()")) {
            return row.next() && row.getLong(1) == 0;
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot list the tables of " + endpoint.display() + ": " + VarveException.firstLine(e), e);
        }
    }

    @Override
    public Dataset<Row> read(
            SparkSession spark, TableSchema schema, Optional<LowerBound> bound, long expected, LongConsumer progress) {
        return reads.dataset(spark, schema.struct(), expected, () -> rows(schema, bound, progress));
    }

    @Override
    public boolean isKey(String table, List<String> columns) {
        Set<String> primary = new HashSet<>();
        try (PreparedStatement statement = ofTheTable(PRIMARY_KEY, table);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                primary.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw failed(table, e);
        }
        return primary.equals(Set.copyOf(columns)); // of a wider key the other columns may be NULL
    }

    private PreparedStatement ofTheTable(String sql, String table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, table);
        statement.setString(2, table);
        return statement;
    }

    private Iterator<Row> rows(TableSchema schema, Optional<LowerBound> bound, LongConsumer progress) {
        try {
            PreparedStatement statement =
                    TableQuery.of(schema, bound, MySqlDialect.INSTANCE).prepare(connection);
            statement.setFetchSize(Integer.MIN_VALUE); // Connector/J's word for "stream, do not collect"
            SourceRows rows = new SourceRows(schema, statement, statement.executeQuery(), MySqlTypes::getter, progress);
            opened.add(rows);
            return rows;
        } catch (SQLException e) {
            throw failed(schema.table(), e);
        }
    }

    @Override
    public OptionalLong estimate(TableSchema schema, Optional<LowerBound> bound) {
        TableQuery query = TableQuery.of(schema, bound, MySqlDialect.INSTANCE).explained("EXPLAIN FORMAT=TRADITIONAL");
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong("rows")) : OptionalLong.empty();
        } catch (SQLException e) { // a view may be read by those who may not have it explained
            return OptionalLong.empty();
        }
    }

    private static VarveException failed(String table, SQLException e) {
        String cure = switch (e.getErrorCode()) {
            case TABLE_DENIED, COLUMN_DENIED -> " Grant SELECT on it.";
            default -> " Run again once the cause is gone.";
        };
        return VarveException.failed(
                "Cannot read table " + table + ": " + VarveException.sentence(VarveException.firstLine(e)) + cure, e);
    }

    @Override
    public void close() {
        reads.close();
        try {
            if (opened.stream().allMatch(SourceRows::isAtEnd)) {
                connection.close();
            } else {
                connection.abort(
                        Runnable::run); // a close would first fetch the rest of the rows, however many there are
            }
        } catch (SQLException e) {
            throw VarveException.failed(
                    "Cannot close the read of " + endpoint.display() + ": " + VarveException.firstLine(e), e);
        }
    }
}
