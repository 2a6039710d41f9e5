package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;

/**
 * Three hand-written days of a harbour whose books are in Postgres, 2026-03-02 to 2026-03-04, each read at 00:30 UTC of the day
 * after; the third is a quiet one. {@code call} is written by Vietnam's clock, seven hours ahead of UTC.
 */
final class HarbourDays {
    /** The schema, as the parameter of a URL. */
    static final String SCHEMA = "?currentSchema=%22Port%20Office%22";

    private static final String ADA = "00000000-0000-0000-0000-00000000000a";
    private static final String BAO = "00000000-0000-0000-0000-00000000000b";
    private static final String CHI = "00000000-0000-0000-0000-00000000000c";

    /** One column of each type, with extremes; each is read back from the warehouse. */
    private static final String ODD = """
            CREATE TABLE "Odd 'one'" (
              id int PRIMARY KEY, truth boolean, small smallint, whole int, big bigint, single real, twice double precision,
              exact numeric(38,10), rounded numeric(5,-2), free numeric, wide numeric(60,30), letters varchar(20),
              "Fixed" char(5), tag uuid, mood "Mood", address inet, net cidr, mac macaddr, doc jsonb, raw json, markup xml,
              bytes bytea, day date, local timestamp, instant timestamptz, clock time, zoned timetz, span interval, cash money,
              flags bit(3), bits bit varying, period tstzrange, parts int4multirange, place point, words tsvector,
              "null a" text, "null b" text)
            """;

    private static final List<List<String>> STATEMENTS = List.of(
            List.of(
                    "CREATE SCHEMA \"Port Office\"",
                    "SET search_path TO \"Port Office\"",
                    "CREATE TYPE \"Mood\" AS ENUM ('dry', 'Wet; \"odd\"')",
                    "CREATE DOMAIN price AS numeric(8,2)",
                    "CREATE DOMAIN fee AS price CHECK (VALUE >= 0)",
                    "CREATE TABLE \"Berth\" (\"berth no\" int, \"Side\" char(2), kind \"Mood\", fee fee, lit boolean,"
                            + " PRIMARY KEY (\"berth no\", \"Side\"))",
                    "CREATE TABLE public.\"Berth\" (other int)", // not this one
                    "CREATE TABLE ship (id uuid PRIMARY KEY, name varchar(40), draft real, \"Changed At\" timestamptz)",
                    "CREATE TABLE call (call_id bigint PRIMARY KEY, \"berth no\" int, \"Side\" char(2), ship uuid,"
                            + " tons numeric(10,3), arrived timestamp) PARTITION BY HASH (call_id)",
                    "CREATE TABLE call_even PARTITION OF call FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                    "CREATE TABLE call_odd PARTITION OF call FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                    ODD,
                    "INSERT INTO \"Berth\" VALUES (1, 'N', 'dry', 10.50, true), (2, 'N', 'Wet; \"odd\"', 20, false),"
                            + " (2, 'NE', NULL, NULL, NULL)",
                    "INSERT INTO ship VALUES ('" + ADA + "', 'Ada', 3.1, '2026-03-02 10:00+00')," + " ('" + BAO
                            + "', 'Bao', NULL, '2026-03-02 08:59:59.999999+00')",
                    "INSERT INTO call VALUES (1, 1, 'N', '" + ADA + "', 100.125, '2026-03-02 18:59:59.999999'),"
                            + " (2, 2, 'N', '" + BAO + "', 7, '2026-03-02 19:00'),"
                            + " (3, 2, 'NE', NULL, 8, '2026-03-02 20:00')",
                    """
                    INSERT INTO "Odd 'one'" VALUES
                    (1, true, 32767, 2147483647, 9223372036854775807, 3.4028235e38, 1.7976931348623157e308,
                     9999999999999999999999999999.9999999999, 9999900, 123456789012345678901234567890.123456789012345678901234567890,
                     123456789012345678901234567890.123456789012345678901234567890, E'tab\\t"quote" \\\\ ', 'ab',
                     'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'Wet; "odd"', '192.168.0.1/24', '10.0.0.0/8', '08:00:2b:01:02:03',
                     '{"b": [1, null], "a": "ü"}', '{"b":1,  "b":2}', '<a b="c"/>', '\\x00ff', '9999-12-31',
                     '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999+00', '24:00', '23:59:59.999999-15:59',
                     '-1 year 2 days -03:04:05.678901', 92233720368547758.07, '101', '1', '[2026-03-01 10:00+07,)',
                     '{[1,3), [5,7)}', '(1.5,-2)', 'a fat cat', 'v', NULL),
                    (2, false, -32768, -2147483648, -9223372036854775808, -1e-45, -5e-324, -0.0000000001, -12345, 'NaN', 0, '', '',
                     '00000000-0000-0000-0000-000000000000', 'dry', '::1', '::/0', 'ff:ff:ff:ff:ff:ff', 'null', 'null', '', '',
                     '0001-01-01', '0001-01-01 00:00', '0001-01-01 00:00+00', '00:00', '00:00+15:59', '0', -0.01, '000', '',
                     'empty', '{}', '(0,0)', '', '', ''),
                    (3, NULL, 0, 0, 0, 'NaN', 'Infinity', 0, 0, 'Infinity', 0, ' padded ', '  b', NULL, NULL, NULL, NULL, NULL,
                     '1.50', '1.50', 'text', NULL, '1582-10-10', '1582-10-10 00:00:00.000001', '1582-10-10 00:00+07', NULL, NULL,
                     'infinity', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                    (4, NULL, NULL, NULL, NULL, 0.1, 0.1, 0.1, NULL, 1.50, 1.5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
                    """),
            List.of(
                    "UPDATE \"Berth\" SET fee = 12 WHERE \"berth no\" = 1",
                    "UPDATE \"Berth\" SET lit = true WHERE \"berth no\" = 2 AND \"Side\" = 'N'",
                    "DELETE FROM \"Berth\" WHERE \"Side\" = 'NE'",
                    "INSERT INTO \"Berth\" VALUES (3, 'S', 'dry', 0, false)",
                    "UPDATE ship SET draft = 0.1, \"Changed At\" = '2026-03-03 12:00:00.000001+00' WHERE name = 'Ada'",
                    "UPDATE ship SET draft = 9, \"Changed At\" = '2026-03-03 07:15+07' WHERE name = 'Bao'", // 00:15 UTC
                    "INSERT INTO ship VALUES ('" + CHI + "', 'Chi', 1, NULL)",
                    "INSERT INTO call VALUES (4, 1, 'N', '" + ADA + "', 5, '2026-03-03 20:00')," + " (5, 1, 'N', '"
                            + ADA + "', 6, '2026-03-03 18:00'), (6, 9, 'W', '" + CHI + "', 6, NULL)",
                    "UPDATE call SET tons = 77 WHERE call_id = 3",
                    "UPDATE \"Odd 'one'\" SET \"null a\" = NULL, \"null b\" = 'v' WHERE id = 1",
                    "UPDATE \"Odd 'one'\" SET free = 2.500 WHERE id = 4"),
            List.of());

    private HarbourDays() {}

    /** Plays a day, 1 to 3, and runs the pipeline in the night after it. */
    static void play(PipelineFixture fixture, int day) {
        Rows.execute(fixture.source(), STATEMENTS.get(day - 1).toArray(String[]::new));
        Outcome night = fixture.run("run", file(), "--now", "2026-03-0" + (day + 2) + "T00:30:00Z");
        assertThat(night.err()).isEmpty();
        assertThat(night.out()).contains("manifest " + day + " as of 2026-03-0" + (day + 1));
    }

    static String file() {
        return Objects.requireNonNull(HarbourDays.class.getResource("/pipelines/harbour.yaml"))
                .getPath();
    }
}
