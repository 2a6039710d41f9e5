package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.Sessions;
import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.SourceSettings;
import dev.varve.pipeline.VarveException;
import dev.varve.source.Column;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import dev.varve.source.Source;
import dev.varve.source.SourceSnapshot;
import dev.varve.source.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one snapshot of a Postgres server shows of its tables, and when. */
class PostgresSnapshotIT {
    private static final SparkSession SPARK = Sessions.open();
    private static final TestSource DATABASE = new TestSource(TestSource.Server.POSTGRES, "it_postgres_snapshot");

    private static Connection server;

    @BeforeAll
    static void open() {
        DATABASE.create();
        server = DATABASE.connect();
        Rows.execute(
                server,
                "CREATE TABLE \"First\" (id int PRIMARY KEY, v text)",
                "CREATE TABLE second (id int PRIMARY KEY, v text)",
                "CREATE TABLE log (id int, at timestamptz, local timestamp)",
                "INSERT INTO log VALUES (1, '2026-03-01 08:59:59.999999+00', '2026-03-01 15:59:59.999999'),"
                        + " (2, '2026-03-01 09:00+00', '2026-03-01 16:00'), (3, NULL, NULL),"
                        + " (4, '2026-03-01 16:00+00', '2026-03-01 23:00')",
                "CREATE TABLE part (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20)",
                "INSERT INTO part VALUES (1, 'a'), (11, 'b')");
    }

    @AfterAll
    static void close() throws SQLException {
        server.close();
    }

    /** With autocommit on, or at a lower isolation, the second table would be read as it is by then. */
    @Test
    void whatIsCommittedWhileTablesAreReadIsNotSeen() {
        Rows.execute(
                server,
                "INSERT INTO \"First\" VALUES (1, 'old'), (2, 'old')",
                "INSERT INTO second VALUES (1, 'old'), (2, 'old')");
        try (SourceSnapshot snapshot = snapshot()) {
            TableSchema first = snapshot.schema("First");
            assertThat(rows(snapshot, first, Optional.empty())).containsExactlyInAnyOrder("[1,old]", "[2,old]");

            Rows.execute(
                    server,
                    "UPDATE second SET v = 'new' WHERE id = 1",
                    "DELETE FROM second WHERE id = 2",
                    "INSERT INTO second VALUES (3, 'new')");

            assertThat(rows(snapshot, snapshot.schema("second"), Optional.empty()))
                    .containsExactlyInAnyOrder("[1,old]", "[2,old]");
            assertThat(snapshot.consistency()).isEqualTo("one_snapshot");
        }
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(rows(snapshot, snapshot.schema("second"), Optional.empty()))
                    .containsExactlyInAnyOrder("[1,new]", "[3,new]");
        }
    }

    /** The row before the last cannot be computed: who fetches all rows at once never sees the first. */
    @Test
    void rowsAreFetchedWhileTheyAreTaken() {
        Rows.execute(
                server,
                "CREATE VIEW endless AS SELECT i, 1 / (20000 - i) AS x, repeat('x', 100) AS filling"
                        + " FROM generate_series(1, 20001) i");
        try (SourceSnapshot snapshot = snapshot()) {
            TableSchema schema = snapshot.schema("endless");
            AtomicLong told = new AtomicLong();
            List<Row> first = snapshot.read(SPARK, schema, Optional.empty(), 20_001, told::addAndGet)
                    .select("i")
                    .takeAsList(5);

            assertThat(first).map(Row::toString).containsExactly("[1]", "[2]", "[3]", "[4]", "[5]");
            assertThat(told).hasValue(0); // of the next ten thousand
        }
        try (SourceSnapshot snapshot = snapshot()) {
            TableSchema schema = snapshot.schema("endless");
            AtomicLong told = new AtomicLong();
            assertThatThrownBy(() -> snapshot.read(SPARK, schema, Optional.empty(), 20_001, told::addAndGet)
                            .count())
                    .satisfies(
                            e -> assertThat(VarveException.within(e).orElseThrow())
                                    .hasMessage(
                                            "Cannot read table endless: ERROR: division by zero. Run again once the cause is gone."));
            assertThat(told).hasValue(10_000);
        }
    }

    /** What is committed before it is in the snapshot; a clock that is asked within the transaction says later than that. */
    @Test
    void theClockIsThatOfTheServerBeforeTheSnapshotOpened() {
        try (SourceSnapshot snapshot = snapshot()) {
            String before = Rows.of(server, """
                    SELECT xact_start >= '%s' AND backend_start < '%<s' FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
                    """.formatted(snapshot.clock())).get(0);
            assertThat(before).isEqualTo("t");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "at,    2026-03-01T09:00:00Z, Asia/Ho_Chi_Minh, '2,3,4'", // an instant has no zone
        "local, 2026-03-01T09:00:00Z, Asia/Ho_Chi_Minh, '2,3,4'",
        "local, 2026-03-01T09:00:00Z, UTC,              '1,2,3,4'",
        "local, 2026-03-01T16:00:00Z, UTC,              '2,3,4'",
        "at,    2026-03-01T09:00:00.000001Z, UTC,       '3,4'",
    })
    void aBoundIsInclusiveAndLetsNullsIn(String cursor, Instant from, ZoneId zone, String ids) {
        try (SourceSnapshot snapshot = snapshot()) {
            TableSchema schema = snapshot.schema("log");
            Optional<LowerBound> bound =
                    Optional.of(new LowerBound(List.of(schema.column(cursor)), new CursorValue.At(from), zone));

            assertThat(snapshot.estimate(schema, bound).orElseThrow()).isPositive();
            assertThat(snapshot.read(SPARK, schema, bound, 4, rows -> {})
                            .select("id")
                            .collectAsList())
                    .map(row -> String.valueOf(row.getInt(0)))
                    .containsExactlyInAnyOrder(ids.split(","));
        }
    }

    @Test
    void theServersPlanIsTheEstimate() {
        Rows.execute(server, "CREATE TABLE many AS SELECT i FROM generate_series(1, 3000) i", "ANALYZE many");
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(snapshot.estimate(snapshot.schema("many"), Optional.empty()))
                    .hasValue(3000);
        }
    }

    @Test
    void aPartitionedTableIsReadOnce() {
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(rows(snapshot, snapshot.schema("part"), Optional.empty()))
                    .containsExactlyInAnyOrder("[1,a]", "[11,b]");
            assertThat(rows(snapshot, snapshot.schema("part_2"), Optional.empty()))
                    .containsExactly("[11,b]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "First,    id,        true",
        "second,   id,        true",
        "second,   'id v',    false", // v may be NULL
        "second,   v,         false",
        "part,     id,        true",
        "log,      id,        false",
        "pair,     'b a',     true",
        "pair,     a,         false",
        "pair,     'a b c',   false", // an index that only carries c
        "parent,   id,        false", // its heirs have keys of their own
        "heir,     id,        true",
        "keyview,  id,        false",
        "twice,    id,        false", // unique, but NULL
    })
    void onlyThePrimaryKeyIsAKey(String table, String columns, boolean key) {
        Rows.execute(
                server,
                "CREATE TABLE IF NOT EXISTS pair (a int, b int, c int, PRIMARY KEY (a, b) INCLUDE (c))",
                "CREATE TABLE IF NOT EXISTS parent (id int PRIMARY KEY)",
                "CREATE TABLE IF NOT EXISTS heir (PRIMARY KEY (id)) INHERITS (parent)",
                "CREATE OR REPLACE VIEW keyview AS SELECT id FROM second",
                "CREATE TABLE IF NOT EXISTS twice (id int UNIQUE)");
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(snapshot.isKey(table, Arrays.asList(columns.split(" ")))).isEqualTo(key);
        }
    }

    @Test
    void aDomainIsWhatItIsOver() {
        Rows.execute(
                server,
                "CREATE DOMAIN price AS numeric(8,2)",
                "CREATE DOMAIN fee AS price CHECK (VALUE >= 0)",
                "CREATE TYPE \"Mood\" AS ENUM ('glad')",
                "CREATE TABLE domains (gone int, a fee, \"b B\" \"Mood\", c char(3), d timestamptz(3))",
                "ALTER TABLE domains DROP COLUMN gone");
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(snapshot.schema("domains").columns())
                    .containsExactly(
                            new Column("a", "numeric(8,2)", "decimal(8,2)"),
                            new Column("b B", "\"Mood\"", "string"),
                            new Column("c", "character(3)", "string"),
                            new Column("d", "timestamp(3) with time zone", "timestamp"));
        }
    }

    /** An account or a database can have settings of its own for everything that the server writes as text. */
    @Test
    void settingsOfTheDatabaseChangeNoValue() {
        Rows.execute(
                server,
                "CREATE TABLE texts AS SELECT interval '1 day 2:03' AS a, '\\x00ff'::bytea AS b, 0.30000000000000004::float8 AS c,"
                        + " tstzrange('2026-03-04 05:06+00', NULL) AS d, '2026-03-04 05:06+00'::timestamptz AS e,"
                        + " daterange('2026-03-04', NULL) AS f, 12.5::money AS g, timetz '05:06+07' AS h");
        List<String> before = texts();
        List.of(
                        "intervalstyle = iso_8601",
                        "timezone = 'Asia/Tokyo'",
                        "bytea_output = escape",
                        "extra_float_digits = 0")
                .forEach(PostgresSnapshotIT::alterDatabase);
        alterDatabase("datestyle = 'German'");

        assertThat(texts()).isEqualTo(before);
        assertThat(before)
                .containsExactly(
                        "1 day 02:03:00 | 00FF | 5.551115123125783E-17 | [\"2026-03-04 05:06:00+00\",) | 2026-03-04T05:06:00Z |"
                                + " [2026-03-04,) | 12.50 | 05:06:00+07");
    }

    /** A read of hours is no mistake, and neither is the pause before the next table. */
    @Test
    void noTimeoutOfTheDatabaseEndsARead() {
        Rows.execute(
                server,
                "CREATE VIEW timeouts AS SELECT current_setting('statement_timeout') AS running,"
                        + " current_setting('idle_in_transaction_session_timeout') AS idle,"
                        + " current_setting('transaction_timeout') AS whole");
        alterDatabase("statement_timeout = '10min'");
        alterDatabase("transaction_timeout = '10min'");
        alterDatabase("idle_in_transaction_session_timeout = '10min'");
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(rows(snapshot, snapshot.schema("timeouts"), Optional.empty()))
                    .containsExactly("[0,0,0]");
        }
    }

    private static void alterDatabase(String setting) {
        Rows.execute(server, "ALTER DATABASE " + DATABASE.database() + " SET " + setting);
    }

    private static List<String> texts() {
        try (SourceSnapshot snapshot = snapshot()) {
            return snapshot
                    .read(SPARK, snapshot.schema("texts"), Optional.empty(), 1, rows -> {})
                    .selectExpr(
                            "concat_ws(' | ', a, hex(b), c - 0.3D, d, date_format(e, \"yyyy-MM-dd'T'HH:mm:ss'Z'\"), f, g, h)")
                    .collectAsList()
                    .stream()
                    .map(row -> row.getString(0))
                    .toList();
        }
    }

    @Test
    void columnsThatDifferInCapitalsOnlyAreRefused() {
        Rows.execute(server, "CREATE TABLE capitals (id int, name text, \"Name\" text)");
        assertSchemaRefused(
                "capitals",
                ExitCode.USAGE,
                "Cannot read table capitals: another of its columns differs from Name in capitals only, which models"
                        + " cannot tell apart. Read a view of it.");
    }

    @Test
    void aTypeWithoutAMappingIsRefused() {
        Rows.execute(server, "CREATE TABLE lists (id int, \"The List\" int[])");
        assertSchemaRefused(
                "lists",
                ExitCode.USAGE,
                "Cannot read table lists: column The List is of type integer[], which has no mapping yet. Leave the"
                        + " table out of the pipeline.");
    }

    /** Its rows come by a transaction of another server's. */
    @Test
    void aForeignTableIsRefused() throws SQLException {
        Endpoint admin = TestServers.shared().warehouseAdmin();
        try (Connection connection =
                TestSource.Server.POSTGRES.connect(PipelineFixture.at(admin, DATABASE.database()))) {
            Rows.execute(
                    connection,
                    "CREATE FOREIGN DATA WRAPPER nothing",
                    "CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing",
                    "CREATE FOREIGN TABLE far (id int) SERVER nowhere",
                    "CREATE TABLE half (id int) PARTITION BY RANGE (id)",
                    "CREATE FOREIGN TABLE half_far PARTITION OF half FOR VALUES FROM (0) TO (9) SERVER nowhere",
                    "CREATE TABLE elder (id int)",
                    "CREATE TABLE younger () INHERITS (elder)",
                    "CREATE FOREIGN TABLE youngest () INHERITS (younger) SERVER nowhere");
        }
        for (String table : List.of("far", "half", "elder")) {
            assertSchemaRefused(
                    table,
                    ExitCode.USAGE,
                    "Cannot read table " + table
                            + ": it is a foreign table or has one below it, whose rows are not"
                            + " of this server's snapshot. Read them where they are.");
        }
    }

    private static void assertSchemaRefused(String table, ExitCode code, String message) {
        try (SourceSnapshot snapshot = snapshot()) {
            assertThatThrownBy(() -> snapshot.schema(table))
                    .isInstanceOf(VarveException.class)
                    .hasMessage(message)
                    .hasFieldOrPropertyWithValue("exitCode", code);
        }
    }

    private static SourceSnapshot snapshot() {
        return Source.of(new SourceSettings(SourceSettings.Kind.POSTGRES, DATABASE.endpoint()))
                .open();
    }

    private static List<String> rows(SourceSnapshot snapshot, TableSchema schema, Optional<LowerBound> bound) {
        return snapshot.read(SPARK, schema, bound, 10, rows -> {}).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
