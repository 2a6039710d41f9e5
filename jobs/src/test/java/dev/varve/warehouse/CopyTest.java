package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text format of PostgreSQL's COPY, as its manual gives it. */
class CopyTest {
    @Test
    void columnsAreSeparatedByTabsAndRowsEndInANewline() throws SQLException {
        assertThat(Copy.line(RowFactory.create(1, "two", 3L))).isEqualTo("1\ttwo\t3\n");
    }

    @Test
    void nullAndTheEmptyTextDiffer() throws SQLException {
        assertThat(value(null)).isEqualTo("\\N");
        assertThat(value("")).isEmpty();
        assertThat(Copy.line(RowFactory.create(null, "", null))).isEqualTo("\\N\t\t\\N\n");
    }

    @Test
    void controlCharactersAreEscaped() throws SQLException {
        assertThat(value("a\tb")).isEqualTo("a\\tb");
        assertThat(value("a\nb")).isEqualTo("a\\nb");
        assertThat(value("a\rb")).isEqualTo("a\\rb");
        assertThat(value("a\\b")).isEqualTo("a\\\\b");
        assertThat(value("\r\n\t\\")).isEqualTo("\\r\\n\\t\\\\");
    }

    @Test
    void textThatLooksLikeAMarkIsNone() throws SQLException {
        assertThat(value("\\N")).isEqualTo("\\\\N");
        assertThat(value("\\.")).isEqualTo("\\\\.");
    }

    @Test
    void otherTextIsLeftAlone() throws SQLException {
        assertThat(value("Ph\u1edf \ud83c\udf5c 'quoted' \"twice\" $1 ;"))
                .isEqualTo("Ph\u1edf \ud83c\udf5c 'quoted' \"twice\" $1 ;");
    }

    @Test
    void bytesAreHexadecimal() throws SQLException {
        assertThat(value(new byte[] {0, 9, 10, (byte) 0xff})).isEqualTo("\\\\x00090aff");
        assertThat(value(new byte[0])).isEqualTo("\\\\x");
    }

    @ParameterizedTest
    @CsvSource({
        "1E+5,                   100000",
        "1.50,                   1.50",
        "-1E-10,                 -0.0000000001",
        "99999999999999999999.9, 99999999999999999999.9",
    })
    void decimalsHaveNoExponent(String number, String text) throws SQLException {
        assertThat(value(new BigDecimal(number))).isEqualTo(text);
    }

    @Test
    void timesAreIso8601() throws SQLException {
        assertThat(value(Instant.parse("2026-11-20T10:15:30.123456Z"))).isEqualTo("2026-11-20T10:15:30.123456Z");
        assertThat(value(Instant.parse("9999-12-31T00:00:00Z"))).isEqualTo("9999-12-31T00:00:00Z");
        assertThat(value(LocalDate.of(2026, 11, 20))).isEqualTo("2026-11-20");
        assertThat(value(LocalDateTime.of(2026, 11, 20, 10, 15, 30))).isEqualTo("2026-11-20T10:15:30");
    }

    @Test
    void numbersAndBooleansAreAsPostgresReadsThem() throws SQLException {
        assertThat(Copy.line(RowFactory.create(true, false, -1, Long.MIN_VALUE, (short) 7)))
                .isEqualTo("true\tfalse\t-1\t-9223372036854775808\t7\n");
        assertThat(Copy.line(RowFactory.create(0.1, Double.NaN, Double.NEGATIVE_INFINITY)))
                .isEqualTo("0.1\tNaN\t-Infinity\n");
    }

    private static String value(@Nullable Object value) throws SQLException {
        String line = Copy.line(RowFactory.create(new @Nullable Object[] {value}));
        return line.substring(0, line.length() - 1);
    }

    @Test
    void nulIsRefusedWithItsColumn() {
        Row row = new GenericRowWithSchema(
                new Object[] {"fine", "a\0b"},
                new StructType().add("id", "string").add("name", "string"));

        assertThatThrownBy(() -> Copy.line(row))
                .isInstanceOfSatisfying(Copy.NulException.class, e -> {
                    assertThat(e.column()).isEqualTo(1);
                    assertThat(e.value(0)).isEqualTo("fine");
                })
                .hasMessage("a text in column 2 holds a NUL character")
                .hasFieldOrPropertyWithValue("SQLState", "22021"); // as the server's own
    }
}
