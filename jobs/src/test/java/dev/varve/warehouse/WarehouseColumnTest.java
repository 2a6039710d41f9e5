package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Postgres would round or cut without an error, by the types alone. */
class WarehouseColumnTest {
    @ParameterizedTest
    @CsvSource({
        "'decimal(10,4)', numeric, 2,",
        "'decimal(10,4)', double precision, ,",
        "'decimal(10,4)', bigint, ,",
        "double, numeric, 9,",
        "double, integer, ,",
        "double, real, ,",
        "bigint, double precision, ,",
        "int, real, ,",
        "timestamp, date, , 0",
        "timestamp, timestamp with time zone, , 0",
        "timestamp_ntz, timestamp without time zone, , 3",
        "timestamp_ntz, time without time zone, , 6",
        "string, numeric, 2,",
        "string, double precision, ,",
        "string, date, , 0",
        "string, timestamp with time zone, , 0",
        "array<string>, text, ,",
        "struct<a:int>, text, ,",
        "'map<string,int>', jsonb, ,",
    })
    void typesThatLoseValuesAreTold(String model, String type, Integer scale, Integer secondDigits) {
        assertThat(column(type, scale, secondDigits).loses(DataType.fromDDL(model)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "'decimal(8,2)', numeric, 2,",
        "'decimal(8,2)', numeric, 4,",
        "'decimal(38,18)', numeric, ,",
        "'decimal(20,0)', bigint, ,",
        "'decimal(8,2)', text, ,",
        "double, double precision, ,",
        "double, numeric, ,",
        "float, real, ,",
        "bigint, integer, ,", // too large a number is refused by Postgres itself
        "bigint, numeric, 0,",
        "int, double precision, ,",
        "timestamp, timestamp with time zone, , 6",
        "timestamp_ntz, text, ,",
        "date, date, , 0",
        "string, character varying, ,",
        "string, jsonb, ,",
        "string, uuid, ,",
        "string, bigint, ,",
        "string, numeric, ,",
        "binary, bytea, ,",
        "boolean, boolean, ,",
    })
    void typesThatKeepOrRefuseAreFine(String model, String type, Integer scale, Integer secondDigits) {
        assertThat(column(type, scale, secondDigits).loses(DataType.fromDDL(model)))
                .isEmpty();
    }

    private static WarehouseColumn column(String type, Integer scale, Integer secondDigits) {
        return new WarehouseColumn("c", type, Optional.ofNullable(scale), Optional.ofNullable(secondDigits), false);
    }
}
