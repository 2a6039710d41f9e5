package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.Counts;
import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three days of a pipeline that reads Postgres, in a process whose zone is not UTC, and what it refuses to read. */
class PostgresSourceIT {
    private static final TimeZone REAL = TimeZone.getDefault();
    private static final String ALL = "1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | initial | 2026-03-02";

    private static PipelineFixture fixture;
    private static Outcome verified;
    private static int pipelines;

    @BeforeAll
    static void playThreeDays() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
        fixture = PipelineFixture.readingPostgres("harbour");
        fixture.variables().compute("STOCK_SOURCE_URL", (name, url) -> url + HarbourDays.SCHEMA);
        for (int day = 1; day <= 3; day++) {
            HarbourDays.play(fixture, day);
        }
        verified = fixture.run("verify", HarbourDays.file());
    }

    @AfterAll
    static void close() {
        TimeZone.setDefault(REAL);
        fixture.close();
    }

    @Test
    void everyTableIsOfOneSnapshot() {
        assertThat(fixture.history("harbour").entries())
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.manifest().consistency()).isEqualTo("one_snapshot"));
    }

    @Test
    void rowsAreCountedAsTheyWereRead() {
        assertThat(counts(1, "Berth")).isEqualTo(new Counts(3, 3, 0, 0, 0));
        assertThat(counts(1, "call")).isEqualTo(new Counts(3, 3, 0, 0, 0)); // of both partitions
        assertThat(counts(2, "Berth")).isEqualTo(new Counts(3, 1, 2, 1, 0));
        assertThat(counts(2, "Odd 'one'")).isEqualTo(new Counts(4, 0, 2, 0, 2));
        assertThat(counts(3, "Berth")).isEqualTo(new Counts(3, 0, 0, 0, 3));
        assertThat(counts(3, "Odd 'one'")).isEqualTo(new Counts(4, 0, 0, 0, 4));
    }

    /** An hour before the newest is inclusive, and NULL is always read. */
    @Test
    void cursorsAreReadFromTheirBoundOn() {
        assertThat(table(2, "ship").read()).isEqualTo(TableManifest.Read.INCREMENTAL);
        assertThat(counts(2, "ship")).isEqualTo(new Counts(3, 1, 2, 0, 0));
        assertThat(counts(2, "call")).isEqualTo(new Counts(5, 3, 1, 0, 1)); // all but 1, which is a microsecond too old
        assertThat(counts(3, "ship")).isEqualTo(new Counts(2, 0, 0, 0, 2)); // Ada, and Chi without a time
        assertThat(counts(3, "call")).isEqualTo(new Counts(2, 0, 0, 0, 2));
    }

    @Test
    void watermarksAreInstants() {
        assertThat(table(1, "ship").watermark().map(Object::toString)).contains("2026-03-02T10:00:00Z");
        assertThat(table(2, "ship").watermark().map(Object::toString)).contains("2026-03-03T12:00:00.000001Z");
        assertThat(table(1, "call").watermark().map(Object::toString)).contains("2026-03-02T13:00:00Z");
        assertThat(table(2, "call").watermark().map(Object::toString)).contains("2026-03-03T13:00:00Z");
    }

    @Test
    void diffedRowsTakeEffectAtThePreviousRead() {
        assertThat(versions("berth_no, side, kind, fee, lit", "berth_dim"))
                .containsExactly(
                        "1 | N | dry | 10.50 | t | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | f | f | initial | 2026-03-02",
                        "1 | N | dry | 12.00 | t | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-03",
                        "2 | N | Wet; \"odd\" | 20.00 | f | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | f | f | initial | 2026-03-02",
                        "2 | N | Wet; \"odd\" | 20.00 | t | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-03",
                        "2 | NE | null | null | null | 1900-01-01 00:00:00+00 | 2026-03-04 00:30:00+00 | f | t | initial | 2026-03-02",
                        "3 | S | dry | 0.00 | f | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-03",
                        "9 | W | null | null | null | 1900-01-01 00:00:00+00 | 9999-12-31 00:00:00+00 | t | f | inferred | 2026-03-03");
    }

    @Test
    void aCursorSaysWhenAChangeTookEffect() {
        assertThat(versions("name, draft", "ship_dim"))
                .containsExactly(
                        "Ada | 3.1 | 1900-01-01 00:00:00+00 | 2026-03-03 12:00:00.000001+00 | f | f | initial | 2026-03-02",
                        "Ada | 0.1 | 2026-03-03 12:00:00.000001+00 | 9999-12-31 00:00:00+00 | t | f | exact | 2026-03-03",
                        "Bao | null | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | f | f | initial | 2026-03-02",
                        "Bao | 9 | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | moved | 2026-03-03",
                        "Chi | 1 | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-03");
    }

    @Test
    void zonelessTimesAreThoseOfTheirZone() {
        assertThat(Rows.of(fixture.warehouse(), """
                        SELECT call_id, tons, f.arrived, b.berth_no, b.side, b.valid_from, s.name, s.draft, f.loaded_as_of
                        FROM harbour.call_fact f JOIN harbour.berth_dim b ON sk_berth = fk_berth
                        JOIN harbour.ship_dim s ON sk_ship = fk_ship ORDER BY 1
                        """))
                .containsExactly(
                        "1 | 100.125 | 2026-03-02 11:59:59.999999+00 | 1 | N | 1900-01-01 00:00:00+00 | Ada | 3.1 | 2026-03-02",
                        "2 | 7.000 | 2026-03-02 12:00:00+00 | 2 | N | 1900-01-01 00:00:00+00 | Bao | null | 2026-03-02",
                        "3 | 77.000 | 2026-03-02 13:00:00+00 | 2 | NE | 1900-01-01 00:00:00+00 | null | null | 2026-03-02",
                        "4 | 5.000 | 2026-03-03 13:00:00+00 | 1 | N | 2026-03-03 00:30:00+00 | Ada | 0.1 | 2026-03-03",
                        "5 | 6.000 | 2026-03-03 11:00:00+00 | 1 | N | 2026-03-03 00:30:00+00 | Ada | 3.1 | 2026-03-03",
                        "6 | 6.000 | null | 9 | W | 1900-01-01 00:00:00+00 | Chi | 1 | 2026-03-03");
    }

    /** The warehouse's text types say it as the source's server does. */
    @Test
    void everyValueOfEveryTypeIsTheSources() {
        String same =
                "id, truth, small, whole, big, single, twice, exact, rounded, free, wide, letters, \"Fixed\", tag,"
                        + " mood::text, address, net, mac, doc, raw::text, markup::text, bytes, day, local, instant, clock::text,"
                        + " zoned::text, span, cash::numeric, flags, bits, period, parts, place::text, words, \"null a\", \"null b\"";
        List<String> source = Rows.of(
                fixture.source(),
                "SELECT " + same.replace("\"Fixed\"", "\"Fixed\"::text") + " FROM \"Odd 'one'\" ORDER BY id");

        assertThat(source).hasSize(4);
        assertThat(Rows.of(
                        fixture.warehouse(), "SELECT " + same + " FROM harbour.odd_dim WHERE is_current ORDER BY id"))
                .isEqualTo(source);
    }

    @Test
    void aValueThatMovesBetweenNullableColumnsIsSeen() {
        assertThat(versions("id, free, \"null a\", \"null b\"", "odd_dim"))
                .filteredOn(row -> !row.endsWith(ALL))
                .containsExactly(
                        "1 | 123456789012345678901234567890.123456789012345678901234567890 | v | null | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | f | f | initial | 2026-03-02",
                        "1 | 123456789012345678901234567890.123456789012345678901234567890 | null | v | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-03",
                        "4 | 1.50 | null | null | 1900-01-01 00:00:00+00 | 2026-03-03 00:30:00+00 | f | f | initial | 2026-03-02",
                        "4 | 2.500 | null | null | 2026-03-03 00:30:00+00 | 9999-12-31 00:00:00+00 | t | f | interval | 2026-03-03");
    }

    @Test
    void verifyComparesWithTheSource() {
        assertThat(verified.err()).isEmpty();
        assertThat(verified.code()).isZero();
        assertThat(verified.out())
                .containsPattern("Berth +3 rows of the source: right\n")
                .containsPattern("Odd 'one' +4 rows of the source: right\n");
    }

    @Test
    void validateAndSqlReadTheSource() {
        Outcome valid = fixture.run("validate", HarbourDays.file());
        assertThat(valid.err()).isEmpty();
        assertThat(valid.out()).endsWith("valid\n");
        Outcome rows = fixture.run(
                "sql",
                "source",
                "SELECT * FROM \"Berth\" ORDER BY 1, 2",
                "--format",
                "csv",
                "--pipeline",
                HarbourDays.file());
        assertThat(rows.out()).isEqualTo("""
                berth no,Side,kind,fee,lit
                1,"N ",dry,12.00,true
                2,"N ","Wet; ""odd""\",20.00,true
                3,"S ",dry,0.00,false
                """);
        assertThat(fixture.run(
                                "sql",
                                "source",
                                "WITH x AS (DELETE FROM \"Berth\" RETURNING 1) SELECT * FROM x",
                                "--pipeline",
                                HarbourDays.file())
                        .err())
                .isEqualTo(
                        "varve: Cannot run the statement on the source: it would write. Write with another tool; this"
                                + " one only reads.\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        CREATE TABLE t (id int, "A b" date)            | ('infinity')                       | infinity is not in the years 1 to 9999.
        CREATE TABLE t (id int, "A b" date)            | ('0044-03-15 BC')                  | 0044-03-15 BC is not in the years 1 to 9999.
        CREATE TABLE t (id int, "A b" timestamp)       | ('-infinity')                      | -infinity is not in the years 1 to 9999.
        CREATE TABLE t (id int, "A b" timestamp)       | ('10000-01-01 00:00')              | 10000-01-01 00:00:00 is not in the years 1 to 9999.
        CREATE TABLE t (id int, "A b" timestamptz)     | ('infinity')                       | infinity is not in the years 1 to 9999.
        CREATE TABLE t (id int, "A b" timestamptz)     | ('9999-12-31 23:00-07')            | 10000-01-01 06:00:00+00 is not in the years 1 to 9999.
        CREATE TABLE t (id int, "A b" numeric(5,2))    | ('NaN')                            | NaN is no decimal number.
        """)
    void aValueThatTheLakeCannotHoldIsNamed(String table, String value, String reason) {
        Rows.execute(fixture.source(), "DROP TABLE IF EXISTS t", table, "INSERT INTO t (\"A b\") VALUES " + value);
        assertThat(refused(1, "t"))
                .isEqualTo("varve: Cannot read table t: column A b holds a value that cannot be kept: " + reason
                        + " Correct the value.");
    }

    @Test
    void aTableThatIsNotThereIsNamed() {
        assertThat(refused(2, "BERTH"))
                .startsWith("varve: Cannot read table BERTH: jdbc:postgresql://127.0.0.1:")
                .endsWith("it_harbour_source as user 'varve' has no such table in schema 'Port Office'. Correct the"
                        + " pipeline file, or the currentSchema of the URL.");
    }

    @Test
    void aSchemaThatIsNotThereIsNamed() {
        assertThat(refusedAt(url -> url.replace("Port", "Fort"), 2, "ship"))
                .endsWith(
                        " as user 'varve' has no schema by the currentSchema of its URL, or may not use it. Correct the"
                                + " URL, or grant USAGE.");
    }

    /** Without a currentSchema the schema is public, whatever the account's own settings are. */
    @Test
    void theSchemaIsPublicUnlessTheUrlSaysAnother() {
        Rows.execute(fixture.source(), "CREATE SCHEMA varve", "CREATE TABLE varve.\"Berth\" (of_the_user int)");
        assertThat(refusedAt(url -> url.replaceFirst("\\?.*", ""), 2, "Berth"))
                .isEqualTo(
                        "varve: Cannot read table Berth: it has no column 'id' (it has [other]). Correct the pipeline"
                                + " file.");
    }

    @Test
    void aTableOrColumnThatMayNotBeReadIsNamed() {
        Rows.execute(
                fixture.source(),
                "CREATE TABLE secret (id int PRIMARY KEY, \"a b\" int, c int)",
                "REVOKE ALL ON secret FROM varve",
                "GRANT SELECT (id) ON secret TO varve",
                "CREATE VIEW window_to_secret AS SELECT * FROM secret");
        assertThat(refused(1, "secret"))
                .isEqualTo("varve: Cannot read table secret: user 'varve' may not select its columns [a b, c]. Grant"
                        + " SELECT on it.");
        assertThat(refused(1, "window_to_secret"))
                .isEqualTo("varve: Cannot read table window_to_secret: ERROR: permission denied for table secret. Grant"
                        + " SELECT on what it reads, or read as a user to whom no row-level security applies.");
    }

    @Test
    void aTableWhosePoliciesApplyIsRefused() {
        Rows.execute(
                fixture.source(),
                "CREATE TABLE veiled (id int PRIMARY KEY)",
                "INSERT INTO veiled VALUES (1), (2)",
                "CREATE POLICY half ON veiled USING (id = 1)",
                "ALTER TABLE veiled ENABLE ROW LEVEL SECURITY",
                "CREATE VIEW window_to_veiled AS SELECT * FROM veiled");
        assertThat(ingest(alone("veiled")).code()).isZero(); // its owner sees all rows
        Rows.execute(fixture.source(), "ALTER TABLE veiled FORCE ROW LEVEL SECURITY");
        assertThat(refused(3, "veiled"))
                .isEqualTo(
                        "varve: Cannot read table veiled: its row-level security applies to user 'varve', and rows that"
                                + " it hides would look deleted. Read as a user with BYPASSRLS, or leave the table out of the"
                                + " pipeline.");
        assertThat(refused(1, "window_to_veiled"))
                .isEqualTo(
                        "varve: Cannot read table window_to_veiled: ERROR: query would be affected by row-level security"
                                + " policy for table \"veiled\". Grant SELECT on what it reads, or read as a user to whom no"
                                + " row-level security applies.");
    }

    @Test
    void aUrlOfAnotherKindIsRefused() {
        assertThat(refusedAt(url -> "jdbc:mysql://127.0.0.1:3306/shop", 2, "ship"))
                .isEqualTo(
                        "varve: Cannot connect to jdbc:mysql://127.0.0.1:3306/shop as user 'varve': a Postgres source"
                                + " needs a URL that starts with jdbc:postgresql://. Correct the URL.");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThat(refusedAt(url -> url.replace("it_harbour_source", "nowhere"), 1, "ship"))
                .startsWith("varve: Cannot connect to the source at jdbc:postgresql://127.0.0.1:")
                .endsWith("/nowhere as user 'varve': the server has no such database. Check the URL's database name.");
    }

    @Test
    void theServerIsVerifiedAsTheWarehousesIs() {
        Path other = TestServers.shared().sourceCertificate();
        assertThat(ingest(verifying(TestServers.shared().warehouseCertificate()))
                        .code())
                .isZero();
        assertThat(refused(1, ingest(verifying(other))))
                .startsWith("varve: Cannot connect to the source at jdbc:postgresql://127.0.0.1:")
                .contains(": no trusted authority stands behind the server's certificate.");
    }

    private static String verifying(Path ca) {
        return alone("ship")
                .replace("kind: postgres\n", "kind: postgres\n  tls: { mode: verify_full, ca: " + ca + " }\n");
    }

    private static String refusedAt(UnaryOperator<String> change, int code, String table) {
        String real = Objects.requireNonNull(fixture.variables().get("STOCK_SOURCE_URL"));
        fixture.variables().put("STOCK_SOURCE_URL", change.apply(real));
        try {
            return refused(code, table);
        } finally {
            fixture.variables().put("STOCK_SOURCE_URL", real);
        }
    }

    private static String refused(int code, String table) {
        return refused(code, ingest(alone(table)));
    }

    private static String refused(int code, Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err()).hasLineCount(1);
        return outcome.err().strip();
    }

    /** A pipeline of one table, whose key is called id. */
    private static String alone(String table) {
        try {
            String harbour = Files.readString(Path.of(HarbourDays.file()));
            return harbour.substring(0, harbour.indexOf("tables:"))
                    .replace("pipeline: harbour", "pipeline: alone" + ++pipelines)
                    .concat("tables: { \"" + table + "\": { key: id, capture: snapshot_diff } }\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome ingest(String pipeline) {
        try {
            Path file = Files.writeString(fixture.folder().resolve("alone.yaml"), pipeline);
            return fixture.run("ingest", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest(int number) {
        return fixture.history("harbour").entries().get(number - 1).manifest();
    }

    private static TableManifest table(int number, String table) {
        return Optional.ofNullable(manifest(number).tables().get(table)).orElseThrow();
    }

    private static Counts counts(int number, String table) {
        return table(number, table).counts();
    }

    private static List<String> versions(String columns, String table) {
        return Rows.of(fixture.warehouse(), """
                SELECT %s, valid_from, valid_to, is_current, is_deleted, %s, loaded_as_of
                FROM harbour.%s WHERE %s <> -1 ORDER BY %s, valid_from
                """.formatted(
                        columns,
                        "valid_from_precision",
                        table,
                        "sk_" + table.replace("_dim", ""),
                        columns.replaceFirst("(, side)?,.*", "$1")));
    }
}
