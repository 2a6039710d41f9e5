package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Sessions;
import dev.varve.pipeline.SourceSettings;
import dev.varve.source.CursorValue;
import dev.varve.source.LowerBound;
import dev.varve.source.Source;
import dev.varve.source.SourceSnapshot;
import dev.varve.source.TableSchema;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows the servers yield from a bound on, by one cursor or by two columns of which the first counts that is not NULL. */
class CursorBoundIT {
    private static final SparkSession SPARK = Sessions.open();

    @BeforeAll
    static void createTables() throws SQLException {
        create(TestSource.Server.MARIADB, "timestamp(6) NULL DEFAULT NULL", "datetime(6)", "bigint unsigned");
        create(TestSource.Server.POSTGRES, "timestamptz", "timestamp", "numeric(20)");
    }

    private static void create(TestSource.Server server, String instant, String local, String large)
            throws SQLException {
        TestSource database = database(server);
        database.create();
        try (Connection connection = database.connect()) {
            Rows.execute(
                    connection,
                    "CREATE TABLE log (id int, large " + large + ", changed " + instant + ", created " + instant
                            + ", entered " + local + ")",
                    "INSERT INTO log VALUES"
                            + " (1, 18446744073709551613, '2026-03-01 08:00', '2026-03-01 09:30', '2026-03-01 15:00'),"
                            + " (2, 18446744073709551614, '2026-03-01 09:00', NULL, '2026-03-01 16:00'),"
                            + " (3, 18446744073709551615, NULL, '2026-03-01 09:00', '2026-03-01 15:59:59.999999'),"
                            + " (4, 5, NULL, '2026-03-01 08:59:59.999999', '2026-03-01 16:00'),"
                            + " (5, NULL, NULL, NULL, NULL)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MARIADB,  changed,         '2,3,4,5'", // those with a NULL too
        "POSTGRES, changed,         '2,3,4,5'",
        "MARIADB,  changed created, '2,3,5'",
        "POSTGRES, changed created, '2,3,5'",
        "MARIADB,  created,         '1,2,3,5'",
        "POSTGRES, created,         '1,2,3,5'",
        "MARIADB,  changed entered, '2,4,5'", // a time on the wall beside an instant
        "POSTGRES, changed entered, '2,4,5'",
    })
    void anInstantIsABoundOfColumns(TestSource.Server server, String columns, String ids) {
        CursorValue from = new CursorValue.At(Instant.parse("2026-03-01T09:00:00Z"));

        assertThat(read(server, columns, from, ZoneId.of("Asia/Ho_Chi_Minh"))).containsExactly(ids.split(","));
    }

    @ParameterizedTest
    @CsvSource({
        "MARIADB,  id,    3,                    '3,4,5'",
        "POSTGRES, id,    3,                    '3,4,5'",
        "MARIADB,  id,    -7,                   '1,2,3,4,5'",
        "POSTGRES, id,    -7,                   '1,2,3,4,5'",
        "MARIADB,  large, -7,                   '1,2,3,4,5'", // unsigned
        "POSTGRES, large, -7,                   '1,2,3,4,5'",
        "MARIADB,  id,    -9223372036854775809, '1,2,3,4,5'",
        "POSTGRES, id,    -9223372036854775809, '1,2,3,4,5'",
        "MARIADB,  large, 18446744073709551614, '2,3,5'",
        "POSTGRES, large, 18446744073709551614, '2,3,5'",
    })
    void aNumberIsABound(TestSource.Server server, String column, BigInteger from, String ids) {
        assertThat(read(server, column, new CursorValue.WholeNumber(from), ZoneOffset.UTC))
                .containsExactly(ids.split(","));
    }

    private static List<String> read(TestSource.Server server, String columns, CursorValue from, ZoneId zone) {
        SourceSettings.Kind kind =
                server == TestSource.Server.MARIADB ? SourceSettings.Kind.MYSQL : SourceSettings.Kind.POSTGRES;
        try (SourceSnapshot snapshot =
                Source.of(new SourceSettings(kind, database(server).endpoint())).open()) {
            TableSchema schema = snapshot.schema("log");
            Optional<LowerBound> bound = Optional.of(new LowerBound(
                    Arrays.stream(columns.split(" ")).map(schema::column).toList(), from, zone));
            assertThat(snapshot.estimate(schema, bound)).isPresent();
            return snapshot.read(SPARK, schema, bound, 5, rows -> {}).select("id").collectAsList().stream()
                    .map(row -> "" + row.getInt(0))
                    .sorted()
                    .toList();
        }
    }

    private static TestSource database(TestSource.Server server) {
        return new TestSource(server, "it_cursor_bound");
    }
}
