package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Sessions;
import dev.varve.pipeline.SourceSettings;
import dev.varve.source.Source;
import dev.varve.source.SourceSnapshot;
import dev.varve.source.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one snapshot of a MySQL-protocol server shows of its tables, and when. */
class MySqlSnapshotIT {
    private static final SparkSession SPARK = Sessions.open();
    private static final TestSource DATABASE = new TestSource(TestSource.Server.MARIADB, "it_mysql_snapshot");

    private static Connection server;

    @BeforeAll
    static void open() {
        DATABASE.create();
        server = DATABASE.connect();
    }

    @AfterAll
    static void close() throws SQLException {
        server.close();
    }

    /** At a lower isolation, or without a consistent start, the second table would be read as it is by then. */
    @Test
    void whatIsCommittedWhileTablesAreReadIsNotSeen() {
        Rows.execute(
                server,
                "CREATE TABLE first (id int PRIMARY KEY, v varchar(9))",
                "CREATE TABLE second (id int PRIMARY KEY, v varchar(9))",
                "INSERT INTO first VALUES (1, 'old')",
                "INSERT INTO second VALUES (1, 'old'), (2, 'old')");
        try (SourceSnapshot snapshot = snapshot()) {
            Rows.execute(
                    server,
                    "UPDATE first SET v = 'new'",
                    "UPDATE second SET v = 'new' WHERE id = 1",
                    "DELETE FROM second WHERE id = 2",
                    "INSERT INTO second VALUES (3, 'new')");

            assertThat(rows(snapshot, "first")).containsExactly("[1,old]");
            assertThat(rows(snapshot, "second")).containsExactlyInAnyOrder("[1,old]", "[2,old]");
            assertThat(snapshot.consistency()).isEqualTo("one_snapshot");
        }
        try (SourceSnapshot snapshot = snapshot()) {
            assertThat(rows(snapshot, "second")).containsExactlyInAnyOrder("[1,new]", "[3,new]");
        }
    }

    /** No memory holds all of these rows, neither when the first are taken nor when the read is given up. */
    @Test
    void rowsAreFetchedWhileTheyAreTaken() {
        Rows.execute(
                server,
                "CREATE VIEW endless AS SELECT seq AS i, repeat('x', 100) AS filling FROM seq_1_to_10000000000");
        try (SourceSnapshot snapshot = snapshot()) {
            TableSchema schema = snapshot.schema("endless");
            AtomicLong told = new AtomicLong();
            List<Row> first = snapshot.read(SPARK, schema, Optional.empty(), 0, told::addAndGet)
                    .select("i")
                    .takeAsList(5);

            assertThat(first).map(Row::toString).containsExactly("[1]", "[2]", "[3]", "[4]", "[5]");
            assertThat(told).hasValue(0); // of the next ten thousand
        }
    }

    private static SourceSnapshot snapshot() {
        return Source.of(new SourceSettings(SourceSettings.Kind.MYSQL, DATABASE.endpoint()))
                .open();
    }

    private static List<String> rows(SourceSnapshot snapshot, String table) {
        return snapshot.read(SPARK, snapshot.schema(table), Optional.empty(), 10, rows -> {}).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
