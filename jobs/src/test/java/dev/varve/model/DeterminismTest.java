package dev.varve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.lake.Sessions;
import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is a function of its tables, or a rebuild could not give what was loaded. */
class DeterminismTest {
    private static SparkSession spark;

    @BeforeAll
    static void openSession() {
        spark = Sessions.open();
    }

    @AfterAll
    static void closeSession() {
        spark.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT id, rand() AS x FROM Item                                             | rand()
        SELECT id, rand(5) AS x FROM Item                                            | rand()
        SELECT id, uuid() AS x FROM Item                                             | uuid()
        SELECT id, shuffle(array(1, 2)) AS x FROM Item                               | shuffle()
        SELECT id, concat('a', monotonically_increasing_id()) AS x FROM Item         | monotonically_increasing_id()
        SELECT id, input_file_name() AS x FROM Item                                  | input_file_name()
        SELECT id, reflect('java.util.UUID', 'randomUUID') AS x FROM Item            | reflect()
        SELECT id, current_timestamp() AS x FROM Item                                | current_timestamp()
        SELECT id, now() AS x FROM Item                                              | now()
        SELECT id, datediff(current_date, day) AS x FROM Item                        | current_date()
        SELECT id, localtimestamp() AS x FROM Item                                   | localtimestamp()
        SELECT id, unix_timestamp() AS x FROM Item                                   | current_timestamp()
        SELECT id, TIMESTAMP 'now' AS x FROM Item                                    | TIMESTAMP 'now'
        SELECT id, date_add(date"today", 1) AS x FROM Item                           | date"today"
        SELECT id, DATE /* of */ 'now' AS x FROM Item                                | DATE /* of */ 'now'
        SELECT id, 'ä𐀀' AS y, timestamp_ntz r' Tomorrow ' AS x FROM Item             | timestamp_ntz r' Tomorrow '
        SELECT id, DATE '\\u006eow' AS x FROM Item                                   | DATE '\\u006eow'
        SELECT id, CAST(' Yesterday ' AS DATE) AS x FROM Item                        | CAST(' Yesterday ' AS DATE)
        SELECT id, to_timestamp('now') AS x FROM Item                                | CAST('now' AS TIMESTAMP)
        SELECT id, current_user() AS x FROM Item                                     | current_user()
        SELECT id, first(name) AS x FROM Item GROUP BY id                            | first()
        SELECT id, any_value(name) AS x FROM Item GROUP BY id                        | first()
        SELECT id, concat_ws(',', collect_list(name)) AS x FROM Item GROUP BY id     | collect_list()
        SELECT id, sort_array(collect_set(now())) AS x FROM Item GROUP BY id         | now()
        SELECT id, last_value(name) OVER (PARTITION BY day) AS x FROM Item           | last_value()
        SELECT id, first(now()) OVER (ORDER BY id) AS x FROM Item                    | now()
        SELECT id FROM Item WHERE day < current_date                                 | current_date()
        SELECT id FROM Item WHERE id IN (SELECT id FROM Item WHERE name > uuid())    | uuid()
        SELECT id, (SELECT max(now()) FROM Item) AS x FROM Item                      | now()
        WITH t AS (SELECT id, rand() AS x FROM Item) SELECT id, x FROM t             | rand()
        SELECT id FROM Item UNION ALL SELECT id + rand() AS id FROM Item             | rand()
        SELECT id FROM Item TABLESAMPLE (50 PERCENT)                                 | TABLESAMPLE
        SELECT id FROM Item ORDER BY rand()                                          | rand()
        """)
    void whatYieldsOtherRowsEachTimeIsRefused(String sql, String culprit) {
        assertThatThrownBy(() -> evaluate(sql))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage(
                        "Cannot use the model of item_dim: " + culprit + " may yield something else each time, and a"
                                + " rebuild must give the same rows. Take it out, or take the value from a column.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, name, day FROM Item",
                "SELECT id, date_add(day, 1) AS next, hash(name) AS x, sha2(name, 256) AS y, xxhash64(id) AS z FROM Item",
                "SELECT id, DATE '2026-01-01' AS since, TIMESTAMP '1970-01-01 00:00:00' AS x FROM Item",
                "SELECT id, DATE 'epoch' AS since, CAST('epoch' AS TIMESTAMP) AS x FROM Item",
                "SELECT id, 'a date \\'now\\'' AS x, \"timestamp 'now'\" AS y FROM Item -- no date 'now'",
                "SELECT id, /* no date 'now' */ name AS `date 'now'` FROM Item",
                "SELECT id, max(name) AS x, sort_array(collect_list(name), false) AS y FROM Item GROUP BY id",
                "SELECT id, array_join(sort_array(collect_set(name)), ',') AS x FROM Item GROUP BY id",
                "SELECT id, 'now' AS word, concat('rand()', name) AS x FROM Item",
                "SELECT id, first_value(name) OVER (PARTITION BY day ORDER BY id) AS x FROM Item",
                "SELECT id, row_number() OVER (PARTITION BY name ORDER BY id) AS x FROM Item",
            })
    void whatIsAFunctionOfItsTablesIsTaken(String sql) {
        assertThat(evaluate(sql).columns()).contains("id");
    }

    /** Over a table in whose own plan there is chance, as there may be in the plan of a state. */
    private static Dataset<Row> evaluate(String sql) {
        Dataset<Row> item = spark.createDataFrame(List.of(), StructType.fromDDL("id int, name string, day date"))
                .where(functions.rand().gt(-1));
        Supplier<Dataset<Row>> table = () -> item;
        return new Models(spark).evaluate("item_dim", sql, Map.of("Item", table), List.of("id"));
    }
}
