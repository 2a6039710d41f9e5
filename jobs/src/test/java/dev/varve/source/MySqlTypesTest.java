package dev.varve.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint    | tinyint(1)           | 3  | 0  | smallint",
                "tinyint    | tinyint(3) unsigned  | 3  | 0  | smallint",
                "smallint   | smallint(6)          | 5  | 0  | smallint",
                "smallint   | smallint(5) unsigned | 5  | 0  | int",
                "mediumint  | mediumint(9)         | 7  | 0  | int",
                "mediumint  | mediumint unsigned   | 7  | 0  | int",
                "int        | int(11)              | 10 | 0  | int",
                "int        | int(10) unsigned     | 10 | 0  | bigint",
                "INT        | INT UNSIGNED         | 10 | 0  | bigint",
                "integer    | integer              | 10 | 0  | int",
                "bigint     | bigint(20)           | 19 | 0  | bigint",
                "bigint     | bigint(20) unsigned  | 20 | 0  | decimal(20,0)",
                "decimal    | decimal(10,2)        | 10 | 2  | decimal(10,2)",
                "decimal    | decimal(38,30)       | 38 | 30 | decimal(38,30)",
                "decimal    | decimal(39,0)        | 39 | 0  | string",
                "decimal    | decimal(65,30)       | 65 | 30 | string",
                "numeric    | numeric(5,0)         | 5  | 0  | decimal(5,0)",
                "float      | float                | 12 | 0  | double",
                "double     | double unsigned      | 22 | 0  | double",
                "char       | char(3)              | 0  | 0  | string",
                "varchar    | varchar(255)         | 0  | 0  | string",
                "tinytext   | tinytext             | 0  | 0  | string",
                "text       | text                 | 0  | 0  | string",
                "mediumtext | mediumtext           | 0  | 0  | string",
                "longtext   | longtext             | 0  | 0  | string",
                "enum       | enum('unsigned')     | 0  | 0  | string",
                "set        | set('a','b')         | 0  | 0  | string",
                "json       | json                 | 0  | 0  | string",
                "date       | date                 | 0  | 0  | date",
                "datetime   | datetime(6)          | 0  | 0  | timestamp_ntz",
                "timestamp  | timestamp            | 0  | 0  | timestamp",
                "year       | year(4)              | 0  | 0  | smallint",
                "binary     | binary(16)           | 0  | 0  | binary",
                "varbinary  | varbinary(16)        | 0  | 0  | binary",
                "tinyblob   | tinyblob             | 0  | 0  | binary",
                "blob       | blob                 | 0  | 0  | binary",
                "mediumblob | mediumblob           | 0  | 0  | binary",
                "longblob   | longblob             | 0  | 0  | binary",
            })
    void everyTypeHasOneThatHoldsAllItsValues(
            String dataType, String columnType, int digits, int scale, String lakeType) {
        String mapped = MySqlTypes.lakeType("Order", "amount", dataType, columnType, digits, scale);

        assertThat(mapped).isEqualTo(lakeType);
        assertThat(DataType.fromDDL(mapped)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"bit, bit(1)", "time, time(6)", "point, point", "geometry, geometry", "uuid, uuid"})
    void typeWithoutAMappingIsRefused(String dataType, String columnType) {
        assertThatThrownBy(() -> MySqlTypes.lakeType("Order", "place", dataType, columnType, 0, 0))
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read table Order: column place is of type " + columnType
                        + ", which has no mapping yet. Leave the table out of the pipeline.")
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "float,          CAST(`price` AS DOUBLE)",
        "float unsigned, CAST(`price` AS DOUBLE)",
        "'FLOAT(7,4)',   CAST(`price` AS DOUBLE)",
        "double,         `price`",
        "'decimal(9,2)', `price`",
    })
    void floatIsSelectedWithAllItsDigits(String sourceType, String expression) {
        assertThat(MySqlTypes.expression(new Column("price", sourceType, "double")))
                .isEqualTo(expression);
    }

    @Test
    void identifierIsQuoted() {
        assertThat(MySqlTypes.quote("Order")).isEqualTo("`Order`");
        assertThat(MySqlTypes.quote("a`; DROP TABLE b")).isEqualTo("`a``; DROP TABLE b`");
    }
}
