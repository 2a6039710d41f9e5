package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code varve sql} prints, and that it writes nothing whatever it is told. */
class SqlIT {
    private static PipelineFixture fixture;

    @BeforeAll
    static void open() throws IOException {
        fixture = PipelineFixture.fresh("sql");
        fixture.variables().put("SHOP_MIGRATIONS", "not used");
        Path shop = Path.of(Objects.requireNonNull(SqlIT.class.getResource("/pipelines/shop.yaml"))
                .getPath());
        Files.copy(shop, fixture.folder().resolve("shop.yaml"));
        Rows.execute(
                fixture.source(),
                "CREATE TABLE Item (id INT, name VARCHAR(40), price DECIMAL(8,2), bin VARBINARY(4), at TIMESTAMP(6)"
                        + " NULL, local DATETIME NULL, flag TINYINT(1))",
                "INSERT INTO Item VALUES (1, 'Bolt', 1.50, x'00ff', '2026-03-01 09:00:00.000001', '2026-03-01 10:00',"
                        + " 1), (22, NULL, NULL, NULL, NULL, NULL, NULL), (3, '', 0.00, '', NULL, NULL, 0)",
                "CREATE TABLE n (i INT PRIMARY KEY) SELECT seq AS i FROM seq_1_to_2500");
        Rows.execute(
                fixture.warehouse(),
                "CREATE TABLE item (id int, name text, price numeric(8,2), bin bytea, at timestamptz, flag boolean)",
                "INSERT INTO item VALUES (1, '名前 \"a\", b', 1.5, '\\x00ff', '2026-03-01 16:00+07', true),"
                        + " (22, NULL, NULL, NULL, NULL, NULL), (3, '', 'NaN', '', 'infinity', false)",
                "CREATE SEQUENCE counter");
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void aTableOfTheSource() {
        Outcome outcome = sql("source", "SELECT * FROM Item;");
        assertThat(outcome.err()).isEqualTo("3 rows\n");
        assertThat(outcome.out().lines())
                .containsExactly(
                        "id  name  price  bin     at                           local                flag",
                        "--  ----  -----  ------  ---------------------------  -------------------  ----",
                        " 1  Bolt   1.50  0x00ff  2026-03-01T09:00:00.000001Z  2026-03-01 10:00:00     1",
                        "22  NULL   NULL  NULL    NULL                         NULL                 NULL",
                        " 3         0.00  0x      NULL                         NULL                    0");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void aTableOfTheWarehouseKeepsWideCharactersAligned() {
        Outcome outcome = sql("warehouse", "/* all */ (SELECT * FROM item)");
        assertThat(outcome.out().lines())
                .containsExactly(
                        "id  name         price  bin     at                    flag",
                        "--  -----------  -----  ------  --------------------  -----",
                        " 1  名前 \"a\", b   1.50  0x00ff  2026-03-01T09:00:00Z  true",
                        "22  NULL          NULL  NULL    NULL                  NULL",
                        " 3                 NaN  0x      infinity              false");
    }

    @Test
    void csvTellsNullFromAnEmptyText() {
        assertThat(sql("warehouse", "SELECT * FROM item", "--format", "csv").out())
                .isEqualTo("""
                        id,name,price,bin,at,flag
                        1,"名前 ""a"", b",1.50,0x00ff,2026-03-01T09:00:00Z,true
                        22,,,,,
                        3,"",NaN,0x,infinity,false
                        """);
    }

    @Test
    void jsonHasNumbersAndBooleans() {
        assertThat(sql("warehouse", "SELECT id, id + 1 AS id, price, name, flag FROM item", "--format", "json")
                        .out())
                .isEqualTo("""
                        [{"id":1,"id_2":2,"price":1.50,"name":"名前 \\"a\\", b","flag":true},
                         {"id":22,"id_2":23,"price":null,"name":null,"flag":null},
                         {"id":3,"id_2":4,"price":"NaN","name":"","flag":false}]
                        """);
        assertThat(sql("source", "SELECT 1 FROM Item WHERE 1 = 0", "--format", "json")
                        .out())
                .isEqualTo("[]\n");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(sql("warehouse", "SELECT E'a\\nb\\t\\x1b[31m\\u202e' AS x").out())
                .endsWith("\na\\nb\\t\\u001b[31m\\u202e\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "warehouse"})
    void aLimitSaysThatThereIsMore(String server) {
        String rows = server.equals("source") ? "SELECT i FROM n" : "SELECT i FROM generate_series(1, 2500) i";
        assertThat(sql(server, rows).err()).isEqualTo("1,000 rows; there are more, see --limit\n");
        assertThat(sql(server, rows, "--limit", "2500").err()).isEqualTo("2,500 rows\n");
        Outcome all = sql(server, rows + " ORDER BY i", "--limit", "0", "--format", "csv");
        assertThat(all.err()).isEqualTo("2,500 rows\n");
        assertThat(all.out().lines()).hasSize(2501).endsWith("2499", "2500");
        assertThat(sql(server, rows + " LIMIT 5", "--limit", "1").err())
                .isEqualTo("1 row; there are more, see --limit\n");
    }

    @Test
    void aStatementComesFromStdinToo() {
        InputStream real = System.in;
        System.setIn(new ByteArrayInputStream("SELECT 'héllo'\nAS x;\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(sql("warehouse", "-").out()).isEqualTo("x\n-----\nhéllo\n");
        } finally {
            System.setIn(real);
        }
    }

    @Test
    void whatTheSourceIsNotToDoIsRefusedAndNotDone() {
        List<String> before = everything();
        String file = fixture.folder().resolve("stolen").toString();
        for (String statement : List.of(
                "INSERT INTO Item (id) VALUES (9)",
                "SELECT 1; INSERT INTO Item (id) VALUES (9)",
                "COMMIT; DROP TABLE Item",
                "SELECT 1; COMMIT; DROP TABLE Item",
                "/*!50000 DROP TABLE Item */",
                "/*M! DROP TABLE Item */",
                "WITH x AS (SELECT 1) DELETE FROM Item",
                "SET GLOBAL read_only = 1",
                "CALL anything()",
                "SELECT * FROM Item INTO OUTFILE '" + file + "'",
                "SELECT 1 /*!50000INTO*/ /*!50000OUTFILE*/ '" + file + "'",
                "SELECT 'x' INTO DUMPFILE '" + file + "'",
                "ANALYZE TABLE Item",
                "EXPLAIN INSERT INTO nowhere VALUES (1)")) {
            assertRefused(sql("source", statement), statement);
        }
        assertThat(everything()).isEqualTo(before);
        assertThat(Path.of(file)).doesNotExist();
    }

    @Test
    void whatTheWarehouseIsNotToDoIsRefusedAndNotDone() {
        List<String> before = everything();
        String file = fixture.folder().resolve("stolen").toString();
        for (String statement : List.of(
                "INSERT INTO item VALUES (9)",
                "SELECT 1; INSERT INTO item VALUES (9)",
                "COMMIT; DROP TABLE item",
                "SELECT 1; COMMIT; DROP TABLE item",
                "SELECT $$;$$; DROP TABLE item",
                "SELECT '\\'; DROP TABLE item; --'",
                "WITH x AS (DELETE FROM item RETURNING *) SELECT * FROM x",
                "EXPLAIN ANALYZE DELETE FROM item",
                "SELECT set_config('transaction_read_only', 'off', false), nextval('counter')",
                "SELECT nextval('counter')",
                "SELECT * INTO other FROM item",
                "SELECT * FROM item FOR UPDATE",
                "DO $$ BEGIN DROP TABLE item; END $$",
                "SET default_transaction_read_only = off",
                "COPY item TO '" + file + "'",
                "/* /* */ select */ COPY item TO '" + file + "'", // the server nests comments
                " --\rCOPY item TO '" + file + "' /*\nSELECT */", // and ends them at a carriage return
                "NOTIFY anybody")) {
            assertRefused(sql("warehouse", statement), statement);
        }
        assertThat(everything()).isEqualTo(before);
        assertThat(Path.of(file)).doesNotExist();
    }

    @Test
    void aWriteIsNamedAsOne() {
        assertThat(sql("warehouse", "WITH x AS (DELETE FROM item RETURNING *) SELECT * FROM x")
                        .err())
                .isEqualTo("varve: Cannot run the statement on the warehouse: it would write. Write with another tool;"
                        + " this one only reads.\n");
        assertThat(sql("warehouse", "SELECT 1; SELECT 2").err())
                .isEqualTo(
                        "varve: Cannot run the statement on the warehouse: it is 2 statements. Give one at a time.\n");
        assertThat(sql("source", "DELETE FROM Item").err())
                .isEqualTo("varve: Cannot run the statement: it does not start with SELECT, WITH, VALUES, TABLE, SHOW,"
                        + " EXPLAIN or DESCRIBE. Write with another tool; this one only reads.\n");
    }

    @Test
    void aUrlThatAllowsManyStatementsIsRefused() {
        String real = Objects.requireNonNull(fixture.variables().get("STOCK_SOURCE_URL"));
        fixture.variables().put("STOCK_SOURCE_URL", real + "?allowMultiQueries=true");
        try {
            Outcome outcome = sql("source", "SELECT 1; DROP TABLE Item");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("its URL has allowMultiQueries=true");
        } finally {
            fixture.variables().put("STOCK_SOURCE_URL", real);
        }
    }

    @Test
    void aWrongStatementIsOneLine() {
        Outcome outcome = sql("warehouse", "SELECT nothing FROM item");
        assertThat(outcome.err())
                .isEqualTo("varve: Cannot run the statement on the warehouse: ERROR: column \"nothing\" does not exist."
                        + " Correct the statement.\n");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(sql("source", "  ; ").code()).isEqualTo(2);
        assertThat(sql("source", "SELECT * FROM nowhere").err())
                .startsWith("varve: Cannot run the statement on the source: ")
                .contains("nowhere' doesn't exist")
                .hasLineCount(1);
    }

    private static void assertRefused(Outcome outcome, String statement) {
        assertThat(outcome.code()).as(statement).isEqualTo(1);
        assertThat(outcome.err())
                .as(statement)
                .startsWith("varve: Cannot run the statement")
                .hasLineCount(1);
        assertThat(outcome.out()).as(statement).isEmpty();
    }

    private static List<String> everything() {
        List<String> rows = new ArrayList<>(Rows.of(fixture.source(), "SELECT * FROM Item ORDER BY id"));
        rows.addAll(Rows.of(fixture.source(), "SHOW TABLES"));
        rows.addAll(Rows.of(fixture.warehouse(), "SELECT * FROM item ORDER BY id"));
        rows.addAll(Rows.of(fixture.warehouse(), "SELECT last_value, is_called FROM counter"));
        rows.addAll(Rows.of(fixture.warehouse(), "SELECT relname FROM pg_class WHERE relnamespace = 2200 ORDER BY 1"));
        return rows;
    }

    private static Outcome sql(String server, String statement, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "sql", server, statement, "--pipelines", fixture.folder().toString()));
        arguments.addAll(List.of(more));
        return fixture.run(arguments.toArray(String[]::new));
    }
}
