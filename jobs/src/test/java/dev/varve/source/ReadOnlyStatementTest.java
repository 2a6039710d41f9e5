package dev.varve.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.pipeline.VarveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyStatementTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                " \n\t select 1;\n; ",
                "((SELECT 1) UNION SELECT 2)",
                "-- why\nWITH x AS (SELECT 1) TABLE x",
                "-- why\r\nVALUES (1)",
                "# why\nSHOW TABLES",
                "/* a\n** b */ /**/ EXPLAIN SELECT 1",
                "/*Monthly*/ DESCRIBE Stock",
                "desc Stock",
            })
    void statementsThatReadAreTaken(String text) {
        assertThatCode(() -> new ReadOnlyStatement(text, 10)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM t",
                "/*!50000 DROP TABLE t */ select 1",
                "/*! DROP TABLE t */",
                "/*M! DROP TABLE t */",
                "/*M!100500 DROP TABLE t */ select 1",
                "/* /* */ select */ COPY t TO '/f'",
                "--\rCOPY t TO '/f' /*\nSELECT */",
                "/* select */ COPY t TO '/f'",
                "/* select",
                "selectively",
                "'select'",
                "\\! select",
            })
    void whateverMayDoSomethingElseIsRefused(String text) {
        assertThatThrownBy(() -> new ReadOnlyStatement(text, 10))
                .isInstanceOf(VarveException.class)
                .hasMessageStartingWith(
                        "Cannot run the statement: it does not start with SELECT, WITH, VALUES, TABLE,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ;\n", "-- nothing", "/* nothing */"})
    void anEmptyStatementIsNamed(String text) {
        assertThatThrownBy(() -> new ReadOnlyStatement(text, 10))
                .hasMessage("Cannot run the statement: it is empty. Give a SELECT.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 INTO OUTFILE '/f'",
                "SELECT 1 into outfile'/f'",
                "SELECT 1 /*!50000INTO*/ /*!50000OUTFILE*/ '/f'",
                "SELECT 'x' INTO DUMPFILE '/f'",
                "SELECT (1)INTO\nDumpFile\n'/f'",
            })
    void filesOnTheServerAreRefused(String text) {
        assertThatThrownBy(new ReadOnlyStatement(text, 10)::refuseFiles)
                .hasMessageStartingWith("Cannot run the statement: it names OUTFILE or DUMPFILE,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT outfile_path FROM t", "SELECT my_outfile FROM t", "SELECT dumpfiles FROM t"})
    void columnsWithSuchNamesAreNot(String text) {
        assertThatCode(new ReadOnlyStatement(text, 10)::refuseFiles).doesNotThrowAnyException();
    }

    @Test
    void oneRowMoreThanTheLimitIsFetched() {
        assertThat(new ReadOnlyStatement("SELECT 1", 10).fetched()).isEqualTo(11);
        assertThat(new ReadOnlyStatement("SELECT 1", 0).fetched()).isZero();
        assertThat(new ReadOnlyStatement("SELECT 1", Integer.MAX_VALUE).fetched())
                .isZero();
        assertThatThrownBy(() -> new ReadOnlyStatement("SELECT 1", -1))
                .hasMessage("Cannot run the statement: the limit is -1. Give 0 for all rows.");
    }
}
