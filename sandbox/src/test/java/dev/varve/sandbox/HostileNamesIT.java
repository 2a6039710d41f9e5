package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.LakeTables;
import dev.varve.lake.Sessions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names and values full of what SQL, YAML, Delta, COPY and file systems take for their own: all of it comes through. */
class HostileNamesIT {
    private static PipelineFixture fixture;
    private static String file;

    @BeforeAll
    static void playTwoDays() throws SQLException {
        fixture = PipelineFixture.fresh("hostile");
        fixture.variables().put("SHOP_MIGRATIONS", "migrations");
        file = Hostile.write(fixture.folder()).toString();
        for (String table : Hostile.tables()) {
            execute(table);
        }
        for (int row = 0; row < Hostile.KEYS.size(); row++) {
            insert(Hostile.KEYS.get(row), row, 1);
        }
        insertEvent(1, "a ", "2026-03-01 10:00:00.000001");
        insertEvent(2, "nobody's\t\\N", "2026-03-01 11:00:00");
        night(1);
        for (int row = 0; row < Hostile.KEYS.size(); row++) {
            update(Hostile.KEYS.get(row), row, 2);
        }
        insert("added \\.\n", 40, 2);
        insertEvent(3, "a", "2026-03-02 10:00:00.999999");
        night(2);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void theWarehouseShowsTheSource() throws SQLException {
        List<String> columns = columns();
        assertThat(rows(
                        fixture.warehouse(),
                        "SELECT " + Hostile.list(columns, Hostile::doubleQuoted) + ", short FROM "
                                + Hostile.warehouseTable(Hostile.DIMENSION)
                                + " WHERE is_current AND NOT is_inferred"))
                .hasSize(Hostile.KEYS.size() + 1)
                .containsExactlyInAnyOrderElementsOf(rows(fixture.source(), source(columns)));
    }

    @Test
    void theLakeShowsTheSource() throws SQLException {
        List<String> columns = columns();
        List<Row> state = new LakeTables(Sessions.open(fixture.layout("hostile")), fixture.layout("hostile"))
                .state(fixture.history("hostile"), Hostile.MEMBERS)
                .orElseThrow()
                .select("row.*")
                .collectAsList();
        List<String> shown = new ArrayList<>();
        for (Row row : state) {
            List<String> values = new ArrayList<>();
            columns.forEach(column -> values.add(text(row.getAs(column))));
            values.add(text(row.getAs(Hostile.TOO_LONG)));
            shown.add(values.toString());
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(rows(fixture.source(), source(columns)));
    }

    @Test
    void everyChangedRowHasTwoVersions() {
        assertThat(Rows.of(
                        fixture.warehouse(),
                        "SELECT is_current, is_inferred, valid_from_precision, count(*) FROM "
                                + Hostile.warehouseTable(Hostile.DIMENSION) + " WHERE "
                                + Hostile.doubleQuoted(Hostile.SURROGATE) + " > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"))
                .containsExactly(
                        "f | f | initial | " + Hostile.KEYS.size(),
                        "t | f | interval | " + (Hostile.KEYS.size() + 1),
                        "t | t | inferred | 1");
    }

    @Test
    void factsPointToTheVersionOfTheirKey() {
        assertThat(Rows.of(
                        fixture.warehouse(),
                        "SELECT f." + Hostile.doubleQuoted(Hostile.EVENT_KEY) + ", to_json(d."
                                + Hostile.doubleQuoted(Hostile.KEY) + "), d.is_current, f."
                                + Hostile.doubleQuoted(Hostile.CURSOR) + " FROM "
                                + Hostile.warehouseTable(Hostile.FACT) + " f JOIN "
                                + Hostile.warehouseTable(Hostile.DIMENSION) + " d ON d."
                                + Hostile.doubleQuoted(Hostile.SURROGATE) + " = f."
                                + Hostile.doubleQuoted(Hostile.FOREIGN_KEY) + " ORDER BY 1"))
                .containsExactly(
                        "1 | \"a \" | f | 2026-03-01 10:00:00.000001+00",
                        "2 | \"nobody's\\t\\\\N\" | t | 2026-03-01 11:00:00+00",
                        "3 | \"a\" | t | 2026-03-02 10:00:00.999999+00");
    }

    @Test
    void modelsThatJoinSeeTheSameNames() {
        assertThat(Rows.of(
                        fixture.warehouse(),
                        "SELECT to_json(" + Hostile.doubleQuoted(Hostile.KEY) + ")::text, "
                                + Hostile.doubleQuoted("n. `of` it") + " FROM "
                                + Hostile.warehouseTable(Hostile.COMPARED) + " WHERE is_current AND "
                                + Hostile.doubleQuoted("n. `of` it") + " > 0"))
                .containsExactlyInAnyOrder("\"a\" | 1", "\"a \" | 1");
    }

    private static void night(int day) {
        Outcome night = fixture.run("run", file, "--now", "2026-03-0" + (day + 1) + "T00:30:00Z");
        assertThat(night.err()).as(night.out()).isEmpty();
        assertThat(night.code()).isZero();
        assertThat(night.out()).contains("loaded   manifest " + day);
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(Hostile.KEY));
        columns.addAll(Hostile.TEXTS);
        columns.addAll(List.of(Hostile.BYTES, Hostile.LONG_TEXT));
        return columns;
    }

    private static String source(List<String> columns) {
        return "SELECT " + Hostile.list(columns, Hostile::quoted) + ", " + Hostile.quoted(Hostile.TOO_LONG) + " FROM "
                + Hostile.quoted(Hostile.MEMBERS);
    }

    private static void insert(String key, int row, int day) throws SQLException {
        execute("INSERT INTO " + Hostile.quoted(Hostile.MEMBERS) + " (" + Hostile.quoted(Hostile.KEY) + ") VALUES ("
                + literal(key) + ")");
        update(key, row, day);
    }

    private static void update(String key, int row, int day) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 0; column < Hostile.TEXTS.size(); column++) {
            values.add(Hostile.quoted(Hostile.TEXTS.get(column)) + " = " + literal(Hostile.value(row, column, day)));
        }
        byte[] bytes = {0, (byte) row, '\\', '\n', (byte) 0xff, (byte) day};
        String text = row == 0 ? ("x\\\t😀" + day).repeat(150_000) : "short " + day;
        values.add(Hostile.quoted(Hostile.TOO_LONG) + " = " + (row + day));
        values.add(Hostile.quoted(Hostile.BYTES) + " = x'" + HexFormat.of().formatHex(bytes) + "'");
        values.add(Hostile.quoted(Hostile.LONG_TEXT) + " = " + literal(text));
        execute("UPDATE " + Hostile.quoted(Hostile.MEMBERS) + " SET " + String.join(", ", values) + " WHERE "
                + Hostile.quoted(Hostile.KEY) + " = " + literal(key));
    }

    private static void insertEvent(int key, String member, String at) throws SQLException {
        execute("INSERT INTO " + Hostile.quoted(Hostile.EVENTS) + " VALUES (" + key + ", " + literal(member) + ", '"
                + at + "')");
    }

    /** Values as literals: the driver loses count of its parameters after a name that ends in a backslash. */
    private static String literal(String text) {
        return "CONVERT(x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' USING utf8mb4)";
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = fixture.source().createStatement()) {
            statement.setEscapeProcessing(false); // braces in a name are none of the driver's
            statement.execute(sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            ResultSet row = statement.executeQuery(sql);
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(text(row.getObject(i)));
                }
                rows.add(values.toString());
            }
            return rows;
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
