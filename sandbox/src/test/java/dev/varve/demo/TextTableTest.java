package dev.varve.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirTextsAndNumbersEndTogether() {
        TextTable table = new TextTable(List.of("name", "facts", "flag"), 0);
        table.add(List.of("Borer", "7", "yes"));
        table.add(List.of("Ed", "12", ""));
        assertThat(table.lines()).containsExactly("name   facts  flag", "Borer      7  yes", "Ed        12");
    }

    @Test
    void theElasticColumnIsCutWhereALineWouldBeTooLong() {
        TextTable table = new TextTable(List.of("from", "name"), 1);
        table.add(List.of("1900-01-01", "x".repeat(200)));
        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(table.lines().get(1)).hasSize(100).endsWith("xx..");
    }
}
