package dev.varve.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresTypesTest {
    @ParameterizedTest
    @CsvSource({
        "bool,        boolean",
        "int2,        smallint",
        "int4,        int",
        "int8,        bigint",
        "float4,      float",
        "float8,      double",
        "date,        date",
        "timestamp,   timestamp_ntz",
        "timestamptz, timestamp",
        "bytea,       binary",
    })
    void everyTypeHasOneThatHoldsAllItsValues(String name, String lakeType) {
        assertThat(PostgresTypes.lakeType("b", name, -1)).contains(lakeType);
        assertThat(DataType.fromDDL(lakeType)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2,     'decimal(10,2)'",
        "1,  0,     'decimal(1,0)'",
        "38, 0,     'decimal(38,0)'",
        "38, 38,    'decimal(38,38)'",
        "39, 0,     string",
        "1000, 30,  string",
        "3,  5,     'decimal(5,5)'", // 0.00999
        "2,  39,    string",
        "5,  -2,    'decimal(7,0)'", // 99999e2
        "38, -1,    string",
        "1, -1000,  string",
        "1, 1000,   string",
    })
    void numericWithPrecisionIsADecimalWhereItFits(int digits, int scale, String lakeType) {
        int modifier = ((digits << 16) | (scale & 0x7ff)) + 4;

        assertThat(PostgresTypes.lakeType("b", "numeric", modifier)).contains(lakeType);
    }

    @Test
    void numericWithoutPrecisionIsText() {
        assertThat(PostgresTypes.lakeType("b", "numeric", -1)).contains("string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "varchar",
                "bpchar",
                "char",
                "name",
                "citext",
                "uuid",
                "json",
                "jsonb",
                "hstore",
                "xml",
                "time",
                "timetz",
                "interval",
                "money",
                "bit",
                "varbit",
                "inet",
                "cidr",
                "macaddr",
                "macaddr8",
                "tsvector",
                "tsquery",
                "point",
                "line",
                "lseg",
                "box",
                "path",
                "polygon",
                "circle"
            })
    void whatTheLakeHasNoTypeForIsText(String name) {
        assertThat(PostgresTypes.lakeType("b", name, 7)).contains("string");
    }

    @ParameterizedTest
    @CsvSource({"e, mood", "r, int4range", "m, tstzmultirange"})
    void enumsAndRangesAreText(String kind, String name) {
        assertThat(PostgresTypes.lakeType(kind, name, -1)).contains("string");
    }

    /** A composite type may be called like any other. */
    @ParameterizedTest
    @CsvSource({"b, _int4", "b, oid", "b, regclass", "b, geometry", "c, text", "p, record"})
    void arraysAndCompositesHaveNoMapping(String kind, String name) {
        assertThat(PostgresTypes.lakeType(kind, name, -1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "money,               CAST(\"price\" AS numeric)",
        "bpchar,              CAST(\"price\" AS text)",
        "character(3),        CAST(\"price\" AS text)",
        "character varying,   \"price\"",
        "character varying(3), \"price\"",
        "'numeric(9,2)',      \"price\"",
    })
    void moneyIsANumberAndPaddedTextIsStripped(String sourceType, String expression) {
        assertThat(PostgresTypes.expression(new Column("price", sourceType, "string")))
                .isEqualTo(expression);
    }

    @Test
    void identifierIsQuoted() {
        assertThat(PostgresTypes.quote("Order")).isEqualTo("\"Order\"");
        assertThat(PostgresTypes.quote("a\"; DROP TABLE b")).isEqualTo("\"a\"\"; DROP TABLE b\"");
    }
}
